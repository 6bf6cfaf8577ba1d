package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.backup.FiringStore;
import io.backupman.core.net.TlsMode;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.Route;
import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.DatabaseSettings.Host;
import io.backupman.core.store.engine.Pool;
import io.backupman.core.store.engine.SqlErrors;
import io.backupman.core.store.engine.StoreException;
import io.backupman.core.testing.GaleraCluster;
import io.backupman.notifier.spi.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * What processes do together that are connected to different nodes of a Galera cluster, which know
 * nothing of each other's locks.
 */
@Tag("thorough")
@EnabledIf("io.backupman.core.testing.GaleraCluster#isInstalled")
class GaleraStoreTest {
  private static final Instant NOW = StoreContract.NOW;
  private static final Route ANN = StoreContract.ANN;

  @SuppressWarnings("NullAway.Init")
  private static GaleraCluster cluster;

  private final String database = cluster.createDatabase();

  @BeforeAll
  static void start() {
    cluster = GaleraCluster.start(3);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void ofThoseThatOpenAnEmptyDatabaseTogetherOneMakesTheTables() throws Exception {
    var next = new AtomicInteger();
    var opened = StoreContract.together(6, () -> Database.open(on(next.getAndIncrement() % 3)));
    try {
      var report = Samples.finished(opened.getFirst(), "shop", NOW, "mail");
      // On whatever node: what looks like one host may be several, so each answer is up to date.
      for (var each : opened) {
        assertThat(each.reports().find(report.id())).contains(report);
      }
    } finally {
      opened.forEach(Database::close);
    }
  }

  @Test
  void eachDeliveryIsClaimedOnce() throws Exception {
    try (var first = Database.open(on(0));
        var second = Database.open(on(1))) {
      var report = Samples.finished(first, "shop", NOW);
      first
          .reports()
          .add(Stream.generate(() -> Samples.delivery(report.id(), ANN, NOW)).limit(300).toList());

      var claimed =
          onBoth(first, second, each -> claimAll(each)).stream().flatMap(List::stream).toList();

      assertThat(claimed).doesNotHaveDuplicates().hasSize(300);
      assertThat(refused()).isPositive();
    }
  }

  private static List<UUID> claimAll(Database database) {
    var claimed = new ArrayList<UUID>();
    while (true) {
      var claims =
          database.deliveryQueue().claim(Samples.newId(), ANN, NOW, NOW.plusSeconds(60), 4);
      if (claims.isEmpty()) {
        return claimed;
      }
      claims.stream().map(claim -> claim.delivery().id()).forEach(claimed::add);
    }
  }

  @Test
  void aFiringBeginsOneBackup() throws Exception {
    try (var first = Database.open(on(0));
        var second = Database.open(on(1))) {
      for (var round = 0; round < 20; round++) {
        var label = "round " + round;

        var outcomes =
            onBoth(
                first,
                second,
                each -> each.firings().begin(Samples.pending(label), Optional.empty(), NOW));

        assertThat(outcomes)
            .containsExactlyInAnyOrder(FiringStore.Outcome.BEGUN, FiringStore.Outcome.TAKEN);
      }
    }
  }

  @Test
  void noDestinationGetsAReportTwiceThatIsGivenUpTwiceTogether() throws Exception {
    try (var first = Database.open(on(0));
        var second = Database.open(on(1))) {
      for (var round = 0; round < 20; round++) {
        var report = Samples.finished(first, "shop", NOW, "mail", "mail");
        var claims =
            new ConcurrentLinkedQueue<>(
                first.reports().deliveries(report.id()).stream()
                    .map(
                        d ->
                            first
                                .deliveryQueue()
                                .claim(Samples.newId(), Route.of(d), NOW, NOW.plusSeconds(60), 1)
                                .getFirst())
                    .toList());

        onBoth(
            first,
            second,
            each ->
                each.deliveryQueue().giveUp(claims.remove(), "gone", List.of(fallback(report))));

        assertThat(first.reports().deliveries(report.id()))
            .filteredOn(d -> d.notifier().equals("file"))
            .hasSize(1);
      }
    }
  }

  private static Delivery fallback(Report report) {
    return Delivery.due(Samples.newId(), report.id(), "file", "log", DeliveryTrigger.FALLBACK, NOW);
  }

  /** Rows are counted by the answers that their inserts got. */
  @Test
  void aCommitThatIsCutOffIsNeitherTakenAsDoneNorAsRefused() throws Exception {
    var node = cluster.node(2);
    try (var pool = new Pool(DatabaseLocation.of(on(2)));
        var sql = new Sql(pool, 8)) {
      sql.update("CREATE TABLE t (id CHAR(36) PRIMARY KEY) ENGINE = InnoDB", Params.none());
      var doubtful = 0;
      var done = new ConcurrentLinkedQueue<UUID>();
      for (var round = 0; round < 2; round++) {
        var unknown = new ConcurrentLinkedQueue<UUID>();
        writeUntilCutOff(sql, done, unknown);
        node.reconnect();
        node.awaitReady();
        await().until(() -> answers(sql));
        var there = ids(sql);
        assertThat(there).containsAll(done);
        doubtful += (int) unknown.stream().filter(there::contains).count();
      }
      System.out.printf(
          "%d commits were done that the node that was cut off did not own up to.%n", doubtful);
    }
  }

  private void writeUntilCutOff(Sql sql, Queue<UUID> done, Queue<UUID> unknown) throws Exception {
    var begun = new AtomicInteger();
    var cut = new AtomicBoolean();
    var before = done.size();
    StoreContract.together(
        9,
        () -> {
          if (begun.getAndIncrement() == 0) {
            await().until(() -> done.size() > before + 200);
            cluster.node(2).cutOff();
            cut.set(true);
            return true;
          }
          while (true) {
            var id = UUID.randomUUID();
            try {
              sql.update("INSERT INTO t VALUES (:id)", Params.of("id", id));
              done.add(id);
            } catch (StoreException e) {
              assertThat(SqlErrors.duplicate(e)).as("repeated though done").isFalse();
              unknown.add(id);
              if (cut.get()) {
                return true;
              }
            }
          }
        });
  }

  private static boolean answers(Sql sql) {
    try {
      return !ids(sql).isEmpty();
    } catch (StoreException e) {
      return false;
    }
  }

  private static List<UUID> ids(Sql sql) {
    return sql.query("SELECT id FROM t", row -> row.id("id"), Params.none());
  }

  private interface Work<T> {
    T with(Database database);
  }

  private static <T> List<T> onBoth(Database first, Database second, Work<T> work)
      throws Exception {
    var databases = new ConcurrentLinkedQueue<>(List.of(first, second));
    return StoreContract.together(2, () -> work.with(databases.remove()));
  }

  private static long refused() {
    return IntStream.range(0, 2)
        .mapToObj(cluster::node)
        .flatMap(
            node ->
                Stream.of("wsrep_local_cert_failures", "wsrep_local_bf_aborts").map(node::status))
        .mapToLong(Long::parseLong)
        .sum();
  }

  private DatabaseSettings.Server on(int node) {
    return new DatabaseSettings.Server(
        List.of(new Host("127.0.0.1", cluster.node(node).port())),
        database,
        cluster.user(),
        Secret.of(cluster.password()),
        TlsMode.OFF,
        10);
  }
}

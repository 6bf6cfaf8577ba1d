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
import org.junit.jupiter.api.RepeatedTest;
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

  /** Each row has its own key, so that one which is written again though it is there is refused. */
  @RepeatedTest(2)
  void aCommitThatIsCutOffIsNeitherTakenAsDoneNorAsRefused() throws Exception {
    var done = new ConcurrentLinkedQueue<UUID>();
    var unknown = new ConcurrentLinkedQueue<UUID>();
    // What is repeated is so on another node.
    try (var pool = new Pool(DatabaseLocation.of(on(2, 0)));
        var sql = new Sql(pool, 8)) {
      sql.update("CREATE TABLE t (id CHAR(36) PRIMARY KEY)", Params.none());
      writeUntilCutOff(sql, done, unknown);
      var there = sql.query("SELECT id FROM t", row -> row.id("id"), Params.none());
      assertThat(there).containsAll(done);
      System.out.printf(
          "Of %d commits without an answer %d were done.%n",
          unknown.size(), unknown.stream().filter(there::contains).count());
    } finally {
      cluster.node(2).reconnect();
      cluster.node(2).awaitReady();
    }
  }

  private static void writeUntilCutOff(Sql sql, Queue<UUID> done, Queue<UUID> unknown)
      throws Exception {
    var begun = new AtomicInteger();
    var cut = new AtomicBoolean();
    StoreContract.together(
        9,
        () -> {
          if (begun.getAndIncrement() == 0) {
            await().until(() -> done.size() > 200);
            cluster.node(2).cutOff();
            await().until(() -> !cluster.node(2).isUsable());
            cut.set(true);
          }
          while (!cut.get()) {
            write(sql, done, unknown);
          }
          return true;
        });
  }

  private static void write(Sql sql, Queue<UUID> done, Queue<UUID> unknown) {
    var id = UUID.randomUUID();
    try {
      sql.update("INSERT INTO t VALUES (:id)", Params.of("id", id));
      done.add(id);
    } catch (StoreException e) {
      assertThat(SqlErrors.duplicate(e)).as("repeated though it was done").isFalse();
      unknown.add(id);
    }
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

  private DatabaseSettings.Server on(int... nodes) {
    return new DatabaseSettings.Server(
        IntStream.of(nodes)
            .mapToObj(node -> new Host("127.0.0.1", cluster.node(node).port()))
            .toList(),
        database,
        cluster.user(),
        Secret.of(cluster.password()),
        TlsMode.OFF,
        10);
  }
}

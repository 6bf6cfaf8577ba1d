package io.backupman.core.store;

import static io.backupman.core.store.Samples.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.Pool;
import io.backupman.core.testing.MariaDbServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a process does whose peer stands still in the middle of a transaction: the peer's row locks
 * stay until the server drops its session, which takes minutes.
 */
class LockedRowsTest {
  private static final Instant NOW = StoreContract.NOW;
  private static final Instant LEASE = NOW.plusSeconds(60);
  private static final Route ANN = new Route("mail", "Ann");

  /** MariaDB is told to wait ten seconds for a lock. */
  private static final Duration WITHOUT_WAITING = Duration.ofSeconds(5);

  private final DatabaseSettings.Server settings = Databases.mariaDb();
  private Database database;
  private ReportStore reports;
  private DeliveryQueue queue;
  private Connection peer;

  @SuppressWarnings("NullAway.Init")
  LockedRowsTest() {}

  @BeforeEach
  void open() throws SQLException {
    database = Database.open(settings);
    reports = database.reports();
    queue = database.deliveryQueue();
    peer = MariaDbServer.shared().open(settings.dbName());
    peer.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    peer.close();
    database.close();
  }

  @Test
  void aLockedDeliveryDoesNotKeepTheLeasesOfTheOthersFromBeingProlonged() throws SQLException {
    var all = due(3);
    var node = newId();
    var claims = queue.claim(node, ANN, NOW, LEASE, 3);
    lock(all.subList(0, 1));

    assertThat(atOnce(() -> queue.renew(node, claims, NOW.plusSeconds(90)))).isEmpty();

    assertThat(dueAt(all)).containsExactly(LEASE, NOW.plusSeconds(90), NOW.plusSeconds(90));
  }

  @Test
  void whatAPeerHasLockedIsPassedOverForWhatIsDueAfterIt() throws SQLException {
    var all = due(30);
    lock(all.subList(0, 8));

    var first = atOnce(() -> queue.claim(newId(), ANN, NOW, LEASE, 8));
    var second = atOnce(() -> queue.claim(newId(), ANN, NOW, LEASE, 1));
    var third = atOnce(() -> queue.claim(newId(), ANN, NOW, LEASE, 30));

    assertThat(ids(first)).isEqualTo(all.subList(8, 16));
    assertThat(ids(second)).isEqualTo(all.subList(16, 17));
    assertThat(ids(third)).isEqualTo(all.subList(17, 30));
  }

  @Test
  void aLockedDeliveryDoesNotKeepThoseThatArriveWithItFromBeingRecorded() throws Exception {
    var all = due(8);
    var claims = queue.claim(newId(), ANN, NOW, LEASE, 8);
    lock(all.subList(0, 1));
    try (var threads = Executors.newFixedThreadPool(8)) {
      var recorded = claims.stream().map(claim -> threads.submit(() -> arrived(claim))).toList();
      for (var other : recorded.subList(1, 8)) {
        assertThat(other.get(WITHOUT_WAITING.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
      assertThat(recorded.getFirst().isDone()).isFalse();

      peer.rollback();
      assertThat(recorded.getFirst().get()).isTrue();
    }
    assertThat(queue.waiting()).isEmpty();
  }

  private boolean arrived(Claim claim) {
    var attempt = Samples.attempt(1, Attempt.Outcome.DELIVERED, "ok");
    return queue.record(claim, attempt, DeliveryStatus.DELIVERED, null);
  }

  @Test
  void whoWaitsForALockDoesNotKeepTheProcessFromGivingSignsOfLife() throws Exception {
    due(2);
    var report = Samples.finished(database, "blog", NOW);
    lock("reports", report.id());
    try (var threads = Executors.newFixedThreadPool(50)) {
      var waiting =
          Stream.generate(() -> threads.submit(() -> lockedOut(report))).limit(50).toList();

      database.nodes().beat(Samples.node(newId()));
      assertThat(queue.waiting()).hasSize(1);
      assertThat(queue.claim(newId(), ANN, NOW, LEASE, 9)).hasSize(2);

      assertThat(waiting).noneMatch(Future::isDone);
      peer.rollback();
    }
  }

  private List<Delivery> lockedOut(Report report) {
    return reports.addToEach(List.of(report.id()), all -> List.of());
  }

  private static List<UUID> ids(List<Claim> claims) {
    return claims.stream().map(c -> c.delivery().id()).toList();
  }

  /** Deliveries of one route, oldest first. */
  private List<UUID> due(int count) {
    var report = Samples.finished(database, "shop", NOW);
    var made = new ArrayList<Delivery>();
    for (var i = count; i > 0; i--) {
      made.add(Samples.delivery(report.id(), ANN, NOW.minusSeconds(i)));
    }
    reports.add(made);
    return made.stream().map(Delivery::id).toList();
  }

  private void lock(List<UUID> deliveries) throws SQLException {
    for (var id : deliveries) {
      lock("deliveries", id);
    }
  }

  private void lock(String table, UUID id) throws SQLException {
    try (var statement = peer.createStatement()) {
      statement.execute("SELECT id FROM " + table + " WHERE id = '" + id + "' FOR UPDATE");
    }
  }

  private List<Instant> dueAt(List<UUID> ids) {
    try (var pool = new Pool(DatabaseLocation.of(settings));
        var sql = new Sql(pool, 10)) {
      return ids.stream()
          .map(
              id ->
                  sql.query(
                      "SELECT due_at FROM deliveries WHERE id = :id",
                      row -> row.time("due_at"),
                      Params.of("id", id)))
          .map(List::getFirst)
          .toList();
    }
  }

  private static <T> T atOnce(Supplier<T> work) {
    var begin = System.nanoTime();
    var result = work.get();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(WITHOUT_WAITING);
    return result;
  }
}

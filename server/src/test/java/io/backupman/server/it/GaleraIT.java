package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.testing.GaleraCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers on different nodes of a Galera cluster, of which some fail while both servers make
 * backups and send their reports.
 */
@Tag("thorough")
@EnabledIf("io.backupman.core.testing.GaleraCluster#isInstalled")
class GaleraIT {
  private static final int A = 0;
  private static final int B = 1;
  private static final int C = 2;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void nothingIsLostWhileANodeIsCutOffAndComesBack() throws Exception {
    run(
        (cluster, left, right, load) -> {
          cluster.node(B).cutOff();
          await().until(() -> !cluster.node(B).isUsable());
          goesOn(load, right);
          assertThat(right.output()).contains("is used on 127.0.0.1:" + cluster.node(C).port());
          cluster.node(B).reconnect();
          cluster.node(B).awaitReady();
          goesOn(load, left);
        });
  }

  @Test
  void nothingIsLostWhileANodeStandsStillAndAnotherDies() throws Exception {
    run(
        (cluster, left, right, load) -> {
          cluster.node(A).freeze();
          goesOn(load, left);
          goesOn(load, right);
          assertThat(left.output()).contains("is used on 127.0.0.1:" + cluster.node(B).port());
          cluster.node(C).awaitMembers(2);
          cluster.node(A).thaw();
          // Until it hears that it was given up, it says that it is ready.
          cluster.node(C).awaitMembers(3);
          cluster.node(A).awaitReady();

          cluster.node(B).kill();
          goesOn(load, left);
          goesOn(load, right);
        });
  }

  /** What happens to a cluster under load. */
  private interface Faults {
    void happen(
        GaleraCluster cluster, BackupmanProcess left, BackupmanProcess right, ServerLoad load)
        throws Exception;
  }

  private void run(Faults faults) throws Exception {
    try (var cluster = GaleraCluster.start(3);
        var receiver = new MessageLog(folder.resolve("messages.log"), new Random(1))) {
      var database = cluster.createDatabase();
      configure(cluster, database, receiver);
      // On an empty database, at the same time.
      var left = start(cluster, A, B, C);
      var right = start(cluster, B, C, A);
      try (left;
          right;
          var load = new ServerLoad(List.of(left, right))) {
        await().until(() -> load.accepted() > 20);
        faults.happen(cluster, left, right, load);

        load.stop();
        settle(left);
        settle(right);
        var failures = certificationFailures(cluster);
        left.terminate();
        right.terminate();
        left.awaitExit(LONGEST);
        right.awaitExit(LONGEST);
        check(cluster, database, receiver, load, failures);
        assertThat(left.output() + right.output()).doesNotContainIgnoringCase("deadlock");
      }
    }
  }

  private void configure(GaleraCluster cluster, String database, MessageLog receiver) {
    new Folder(folder)
        .withSample("shop.db")
        .configured(
            """
            database:
              provider: mariadb
              host: ${DB_HOSTS}
              db_name: %s
              user: %s
              password: "%s"
            data_sources:
              - {provider: sqlite, label: Shop 0, db_path: shop.db}
              - {provider: sqlite, label: Shop 1, db_path: shop.db}
              - {provider: sqlite, label: Shop 2, db_path: shop.db}
            drives: [{provider: local, label: Local, folder: ./storage}]
            notifiers:
              webhook:
                enabled: true
                endpoints:
                  - {name: e0, url: '%s'}
                  - {name: e1, url: '%s'}
                  - {name: e2, url: '%s'}
            delivery:
              retry_delays: [%sPT1S]
            """
                .formatted(
                    database,
                    cluster.user(),
                    cluster.password(),
                    receiver.url("/e0"),
                    receiver.url("/e1"),
                    receiver.url("/e2"),
                    "PT0.5S, ".repeat(60)));
  }

  private BackupmanProcess start(GaleraCluster cluster, int... nodes) {
    var hosts = new StringBuilder();
    for (var node : nodes) {
      hosts
          .append(hosts.isEmpty() ? "" : ",")
          .append("127.0.0.1:")
          .append(cluster.node(node).port());
    }
    return BackupmanProcess.start(folder, Map.of("DB_HOSTS", hosts.toString()), "serve");
  }

  /** A server makes backups again, and says that it can. */
  private static void goesOn(ServerLoad load, BackupmanProcess server) throws InterruptedException {
    var before = load.accepted(server);
    await().atMost(LONGEST).until(() -> load.accepted(server) > before + 10);
    await().atMost(LONGEST).until(() -> server.answer("GET", "/health").statusCode() == 200);
    TimeUnit.SECONDS.sleep(2); // so that something happens in between
  }

  private static void settle(BackupmanProcess server) {
    for (var list : List.of("/api/backups?status=pending", "/api/reports?delivery=pending")) {
      await()
          .atMost(LONGEST)
          .untilAsserted(() -> assertThat(server.get(list).get("Results")).isEmpty());
    }
  }

  private static long certificationFailures(GaleraCluster cluster) {
    var sum = 0L;
    for (var node : new int[] {A, C}) {
      for (var counter : List.of("wsrep_local_cert_failures", "wsrep_local_bf_aborts")) {
        sum += Long.parseLong(cluster.node(node).status(counter));
      }
    }
    return sum;
  }

  private static void check(
      GaleraCluster cluster,
      String database,
      MessageLog receiver,
      ServerLoad load,
      long certificationFailures)
      throws SQLException, IOException {
    try (var connection = cluster.node(C).open(database);
        var statement = connection.createStatement()) {
      statement.execute("SET SESSION wsrep_sync_wait = 1");
      var check = new KillCheck(connection, receiver.messages());
      check.everyBackupHasItsReport(load.acknowledged());
      check.everyDeliveryArrived();
      check.everyMessageIsTrue();
      KillCheck.everyFinishedFileIsWhole(connection);
      assertThat(deliveredTwice(connection)).isZero();
      System.out.printf(
          "On a Galera cluster: %d backups, %d deliveries, %d messages, %d transactions refused by"
              + " it, nothing lost.%n",
          check.backups(), check.deliveries(), receiver.messages().size(), certificationFailures);
      assertThat(certificationFailures).isPositive();
    }
  }

  /** Deliveries of which two claims have recorded that they delivered. */
  private static int deliveredTwice(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT COUNT(*) FROM (
                  SELECT delivery_id FROM attempts WHERE outcome = 'delivered'
                  GROUP BY delivery_id HAVING COUNT(*) > 1) twice""")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}

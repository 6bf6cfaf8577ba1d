package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.backup.FiringStore;
import io.backupman.core.backup.RemovalStore;
import io.backupman.core.node.NodeStore;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.Route;
import io.backupman.core.report.alarm.OutageStore;
import io.backupman.core.report.delivery.DeliveryQueue;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contract suites share: a fresh database, with its tables, for each test. */
abstract class StoreContract {
  static final Route ANN = new Route("mail", "Ann");
  static final Instant NOW = Instant.parse("2026-10-25T01:30:00Z");

  private final DatabaseSettings settings;
  Database database;
  BackupStore backups;
  ReportStore reports;
  DeliveryQueue queue;
  NodeStore nodes;
  OutageStore outages;
  FiringStore firings;
  RemovalStore removals;

  @SuppressWarnings("NullAway.Init")
  StoreContract(DatabaseSettings settings) {
    this.settings = settings;
  }

  @BeforeEach
  final void open() {
    database = MigratedDatabase.open(settings);
    backups = database.backups();
    reports = database.reports();
    queue = database.deliveryQueue();
    nodes = database.nodes();
    outages = database.outages();
    firings = database.firings();
    removals = database.removals();
  }

  @AfterEach
  final void close() {
    database.close();
  }

  /** Runs the same work on several threads that start together. */
  static <T> List<T> together(int threads, Callable<T> work) throws Exception {
    var barrier = new CyclicBarrier(threads);
    var results = new ArrayList<T>();
    try (var executor = Executors.newFixedThreadPool(threads)) {
      var futures = new ArrayList<java.util.concurrent.Future<T>>();
      for (var i = 0; i < threads; i++) {
        futures.add(
            executor.submit(
                () -> {
                  barrier.await();
                  return work.call();
                }));
      }
      for (var future : futures) {
        results.add(future.get());
      }
    }
    assertThat(results).hasSize(threads);
    return results;
  }

  /** Claims on all routes. */
  final List<Claim> claim(int limit) {
    return Records.claim(queue, Samples.newId(), NOW, NOW.plusSeconds(60), limit);
  }

  final List<Claim> claim(Route route, int limit) {
    return queue.claim(Samples.newId(), route, NOW, NOW.plusSeconds(60), limit);
  }

  final Claim claimAt(Instant time, Route route) {
    return queue.claim(Samples.newId(), route, time, time.plusSeconds(60), 1).getFirst();
  }

  /** Ends a backup with its report. */
  final Backup finish(Backup backup, BackupStatus status, String... notifiers) {
    var id = Samples.newId();
    var ended = Samples.ended(backup, status, id);
    var deliveries = List.of(notifiers).stream().map(n -> Samples.delivery(id, n, NOW)).toList();
    assertThat(backups.finish(ended, Samples.report(id, ended, "backup_report", "{}"), deliveries))
        .isTrue();
    return ended;
  }
}

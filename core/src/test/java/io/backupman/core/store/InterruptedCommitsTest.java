package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.Backup;
import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.notifier.spi.BackupStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.tx.TransactionStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file as a kill leaves it in the middle of a commit. */
class InterruptedCommitsTest {
  private static final String CHANGE = "UPDATE backups SET error = 'half-way' WHERE id = ?";

  @TempDir private Path folder;

  @Test
  void aBackupWhoseChangeWasCutOffInTheMiddleOfItsCommitCanEnd() throws Exception {
    var pending = Samples.pending("shop");
    try (var database = Database.open(in("before"))) {
      database.backups().begin(pending);
    }
    leaveInTheMiddleOfACommit(pending);

    try (var database = Database.open(in("after"))) {
      assertThat(database.backups().find(pending.id()).orElseThrow().snapshot().error())
          .isEqualTo("half-way");
      var ended = Samples.ended(pending, BackupStatus.FAILED, Samples.newId());

      var end =
          CompletableFuture.supplyAsync(
              () -> database.backups().finish(ended, Samples.report(ended), List.of()));

      assertThat(end.get(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private void leaveInTheMiddleOfACommit(Backup pending) throws Exception {
    var file = folder.resolve("before/records");
    try (var connection = DatabaseLocation.of(in("before")).migrationConnection()) {
      connection.setAutoCommit(false);
      try (var change = connection.prepareStatement(CHANGE)) {
        change.setString(1, pending.id().toString());
        assertThat(change.executeUpdate()).isEqualTo(1);
      }
      markAsCommitted(session(connection.unwrap(JdbcConnection.class)));
      Files.createDirectory(folder.resolve("after"));
      Files.copy(
          file.resolveSibling("records.mv.db"), folder.resolve("after").resolve("records.mv.db"));
    }
  }

  private static SessionLocal session(JdbcConnection connection) {
    return (SessionLocal) connection.getSession();
  }

  /** The first thing that a commit does, and then what is there is written. */
  private static void markAsCommitted(SessionLocal session)
      throws ReflectiveOperationException, SQLException {
    var store = session.getDatabase().getStore();
    var mark =
        TransactionStore.class.getDeclaredMethod("markUndoLogAsCommitted", int.class, long.class);
    mark.setAccessible(true);
    mark.invoke(store.getTransactionStore(), session.getTransaction().getId(), 1L);
    store.getMvStore().commit();
  }

  private DatabaseSettings in(String name) {
    return new DatabaseSettings.Embedded(folder.resolve(name).resolve("records"));
  }
}

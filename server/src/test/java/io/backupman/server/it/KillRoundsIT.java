package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nothing that was committed is lost, whatever moment a kill -9 chooses. How often each kind is
 * killed is {@code -Dbackupman.kill.rounds}, the random choices are {@code -Dbackupman.kill.seed};
 * the second is printed.
 */
@Tag("thorough")
class KillRoundsIT {
  private static final int ROUNDS = Integer.getInteger("backupman.kill.rounds", 2);
  private static final long SEED = Long.getLong("backupman.kill.seed", System.currentTimeMillis());

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}, nodes: {1}")
  @CsvSource({"embedded, 1", "embedded, 2", "mariadb, 1", "mariadb, 2"})
  void nothingIsLost(String kind, int nodes)
      throws InterruptedException, SQLException, IOException {
    var database =
        kind.equals("embedded") ? new OwnDatabase.Embedded(folder) : OwnDatabase.MariaDb.empty();
    var random = new Random(SEED);
    try (var receiver = new MessageLog(folder.resolve("messages.log"), new Random(SEED));
        var rounds = new KillRounds(folder, nodes, random)) {
      rounds.configure(database, receiver);
      for (var round = 0; round < ROUNDS; round++) {
        rounds.round();
      }
      rounds.startBackup();
      rounds.settle();
      try (var connection = database.open()) {
        var check = new KillCheck(connection, receiver.messages());
        check.everyBackupHasItsReport(rounds.acknowledged());
        check.everyDeliveryArrived();
        check.everyMessageIsTrue();
        var repeated = check.repetitionsAfterAKill(rounds.kills());
        KillCheck.everyFinishedFileIsWhole(connection);
        System.out.printf(
            "Killed %s with %d node(s) %d times (seed %d): %d backups, %d deliveries, %d messages,"
                + " %d arrived twice, nothing lost.%n",
            kind,
            nodes,
            rounds.kills().size(),
            SEED,
            check.backups(),
            check.deliveries(),
            receiver.messages().size(),
            repeated);
        assertThat(check.backups()).isPositive();
      }
    }
  }
}

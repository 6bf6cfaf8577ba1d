package io.backupman.core.source.mariadb;

import io.backupman.core.source.mariadb.sql.LongestInsert;
import io.backupman.core.source.mariadb.sql.PacketSize;
import java.sql.SQLException;
import java.util.Optional;

/** Warns of dumps whose longest statement is too long for the usual {@code max_allowed_packet}. */
final class PacketWarning {
  private static final System.Logger LOG = System.getLogger(PacketWarning.class.getName());

  /** What the programs that restore take where nobody tells them more. */
  private static final long CLIENTS_BYTES = 16 * PacketSize.MEGABYTE;

  private PacketWarning() {}

  /** What to say of a dump whose longest statement is too long for the usual settings. */
  static Optional<String> of(LongestInsert longest, MariaDbConnections server) {
    return longest.bytes() < PacketSize.MEGABYTE
            || longest.bytes() < Math.min(CLIENTS_BYTES, packetOf(server))
        ? Optional.empty()
        : Optional.of(PacketSize.sentence(longest.bytes(), longest.table()));
  }

  /** What a server takes; what clients take if the server does not say. */
  private static long packetOf(MariaDbConnections server) {
    try (var connection = server.connectBriefly();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT @@GLOBAL.max_allowed_packet")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "The server did not tell max_allowed_packet.", e);
      return CLIENTS_BYTES;
    }
  }
}

package io.backupman.core.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;

/** Says how large {@code max_allowed_packet} has to be for a statement. */
final class PacketSize {
  private static final long MEGABYTE = 1024 * 1024;

  /** What the programs that restore take where nobody tells them more. */
  private static final long CLIENTS_BYTES = 16 * MEGABYTE;

  private static final System.Logger LOGGER = System.getLogger(PacketSize.class.getName());

  private PacketSize() {}

  /** What to say of a dump whose longest statement is too long for the usual settings. */
  static Optional<String> warning(LongestInsert longest, SignIn server) {
    return longest.bytes() < MEGABYTE || longest.bytes() < Math.min(CLIENTS_BYTES, of(server))
        ? Optional.empty()
        : Optional.of(sentence(longest.bytes(), longest.table()));
  }

  /** That of a server; what clients take if it does not say. */
  private static long of(SignIn server) {
    try (Connection connection = server.connectBriefly();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@GLOBAL.max_allowed_packet")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "The server did not tell max_allowed_packet.", e);
      return CLIENTS_BYTES;
    }
  }

  /**
   * For a statement that inserts rows.
   *
   * @param bytes how long it is
   * @param table whose rows they are
   */
  static String sentence(long bytes, String table) {
    long needed = bytes / MEGABYTE + 1; // and a byte that says what the packet is
    return String.format(
        Locale.ROOT,
        "A row of the table '%s' takes a statement of %,d bytes: to restore it, max_allowed_packet has to be %dM or more, in the server's settings and for the client (--max-allowed-packet=%dM).",
        table,
        bytes,
        needed,
        needed);
  }

  /** A server's setting. */
  static String megabytes(long bytes) {
    return bytes / MEGABYTE + "M";
  }
}

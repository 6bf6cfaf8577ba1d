package io.backupman.core.source.mariadb.sql;

import java.util.Locale;

/** Says how large {@code max_allowed_packet} has to be for a statement. */
public final class PacketSize {
  public static final long MEGABYTE = 1024 * 1024;

  private PacketSize() {}

  /**
   * For a statement that inserts rows.
   *
   * @param bytes how long it is
   * @param table whose rows they are
   */
  public static String sentence(long bytes, String table) {
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

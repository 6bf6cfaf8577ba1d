package io.backupman.server.config.settings;

import java.util.logging.Level;

/**
 * How a server writes its log.
 *
 * @param format how each record is written
 * @param level the least that is written
 */
public record LogSettings(Format format, Level level) {

  /** Text, and what the server does. */
  public static final LogSettings DEFAULT = new LogSettings(Format.TEXT, Level.INFO);

  /** How a record is written. */
  public enum Format {
    /** For people: a line, and further ones that say where an error happened. */
    TEXT,

    /** For programs that collect logs: one JSON object in a line. */
    JSON
  }
}

package io.backupman.server.command.terminal;

import io.backupman.core.backup.BackupProgress;
import java.io.PrintWriter;
import java.util.Map;

/** Shows a person how far backups have come. For one thread. */
public interface ProgressDisplay {

  /** A display that redraws bars on a terminal, and otherwise writes a line for each step. */
  static ProgressDisplay of(PrintWriter out, boolean terminal) {
    return terminal
        ? new ProgressBars(out, new RememberedColumns(Terminal::columns))
        : new ProgressLines(out);
  }

  /**
   * Shows the backups that run, by their labels. Called again and again; between two calls only
   * this has written, or {@link #clear()} was called.
   */
  void show(Map<String, BackupProgress> running);

  /** Makes room for other lines. */
  void clear();
}

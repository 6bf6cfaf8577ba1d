package io.backupman.server.command.terminal;

import io.backupman.core.backup.BackupProgress;
import io.backupman.core.backup.BackupProgress.Copy;
import io.backupman.core.backup.Quantities;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * A line for each backup and a bar for each of its copies, drawn over and over in the same place
 * (ECMA-48: cursor up, erase in page). No line is as long as the terminal is wide, or it would wrap
 * and not be drawn over.
 */
final class ProgressBars implements ProgressDisplay {
  private static final int LONGEST_NAME = 40;
  private static final int LONGEST_BAR = 24;
  private static final int SHORTEST_BAR = 4;
  private static final String INDENT = "  ";
  private static final String ERASE_BELOW = "\u001b[J";

  private final PrintWriter out;
  private final IntSupplier columns;
  private int drawn;

  /**
   * Draws.
   *
   * @param columns how wide the terminal is now
   */
  ProgressBars(PrintWriter out, IntSupplier columns) {
    this.out = out;
    this.columns = columns;
  }

  @Override
  public void show(Map<String, BackupProgress> running) {
    var width = Math.max(1, columns.getAsInt() - 1);
    var nameWidth = Math.min(longestName(running), Math.min(LONGEST_NAME, width / 2));
    var lines = new ArrayList<String>();
    running.forEach(
        (label, progress) -> {
          lines.add(Columns.fitted(label, nameWidth) + " " + state(progress));
          progress
              .copies()
              .forEach(
                  copy -> {
                    var name = Columns.fitted(INDENT + copy.drive(), nameWidth) + " ";
                    lines.add(name + bar(copy, width - Columns.of(name)));
                  });
        });
    clear();
    lines.forEach(line -> out.println(Columns.shortened(line, width)));
    out.flush();
    drawn = lines.size();
  }

  private static int longestName(Map<String, BackupProgress> running) {
    return running.entrySet().stream()
        .flatMap(
            entry ->
                Stream.concat(
                    Stream.of(entry.getKey()),
                    entry.getValue().copies().stream().map(copy -> INDENT + copy.drive())))
        .mapToInt(Columns::of)
        .max()
        .orElse(0);
  }

  @Override
  public void clear() {
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "F" + ERASE_BELOW);
      drawn = 0;
    }
  }

  private static String state(BackupProgress progress) {
    return progress.phase().word()
        + (progress.dumpedBytes() > 0
            ? ", " + Quantities.size(progress.dumpedBytes()) + " dumped"
            : "");
  }

  /** The bar goes first where there is no room, then the size. */
  private static String bar(Copy copy, int room) {
    var share = copy.totalBytes() == 0 ? 1.0 : (double) copy.storedBytes() / copy.totalBytes();
    var part = Math.min(1.0, share);
    var percent = "%3s %%".formatted((int) (part * 100));
    var text = percent + " of " + Quantities.size(copy.totalBytes());
    if (text.length() > room) {
      return percent;
    }
    var width = Math.min(LONGEST_BAR, room - text.length() - "[] ".length());
    if (width < SHORTEST_BAR) {
      return text;
    }
    var full = (int) Math.round(part * width);
    return "[%s%s] %s".formatted("#".repeat(full), "-".repeat(width - full), text);
  }
}

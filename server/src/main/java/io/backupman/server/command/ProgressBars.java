package io.backupman.server.command;

import io.backupman.core.backup.BackupProgress;
import io.backupman.core.backup.BackupProgress.Copy;
import io.backupman.core.backup.Words;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;

/**
 * A line for each backup and a bar for each of its copies, drawn over and over in the same place
 * (ECMA-48: cursor up, erase in page). Lines are shorter than any terminal is wide, or a line that
 * wraps would not be drawn over.
 */
final class ProgressBars implements ProgressDisplay {
  private static final int NAME_WIDTH = 24;
  private static final int BAR_WIDTH = 24;
  private static final String ERASE_BELOW = "\u001b[J";

  private final PrintWriter out;
  private int drawn;

  ProgressBars(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(Map<String, BackupProgress> running) {
    var lines = new ArrayList<String>();
    running.forEach(
        (label, progress) -> {
          lines.add(name(label) + " " + state(progress));
          progress.copies().forEach(copy -> lines.add(name("  " + copy.drive()) + " " + bar(copy)));
        });
    clear();
    lines.forEach(out::println);
    out.flush();
    drawn = lines.size();
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
        + (progress.dumpedBytes() > 0 ? ", " + Words.size(progress.dumpedBytes()) + " dumped" : "");
  }

  private static String bar(Copy copy) {
    var share = copy.totalBytes() == 0 ? 1.0 : (double) copy.storedBytes() / copy.totalBytes();
    var part = Math.min(1.0, share);
    var full = (int) Math.round(part * BAR_WIDTH);
    return "[%s%s] %3s %% of %s"
        .formatted(
            "#".repeat(full),
            "-".repeat(BAR_WIDTH - full),
            (int) (part * 100),
            Words.size(copy.totalBytes()));
  }

  /** Cut or filled up to one width, by code points; control characters could move the cursor. */
  private static String name(String text) {
    var points =
        text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c).limit(NAME_WIDTH).toArray();
    return String.format(
        Locale.ROOT, "%-" + NAME_WIDTH + "s", new String(points, 0, points.length));
  }
}

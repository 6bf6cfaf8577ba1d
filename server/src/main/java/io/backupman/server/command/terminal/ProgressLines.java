package io.backupman.server.command.terminal;

import io.backupman.core.backup.BackupProgress;
import io.backupman.core.backup.BackupProgress.Phase;
import io.backupman.core.backup.Quantities;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A line for each step of a backup, as logs and pipes want it. */
final class ProgressLines implements ProgressDisplay {
  private final PrintWriter out;
  private final Map<String, Set<Phase>> told = new HashMap<>();

  ProgressLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(Map<String, BackupProgress> running) {
    running.forEach(
        (label, progress) -> {
          var phases = told.computeIfAbsent(label, l -> EnumSet.noneOf(Phase.class));
          if (phases.add(progress.phase())) {
            out.println(label + ": " + progress.phase().word() + dumped(progress));
            out.flush();
          }
        });
  }

  private static String dumped(BackupProgress progress) {
    return progress.phase() == Phase.COPYING && progress.dumpedBytes() > 0
        ? " (" + Quantities.size(progress.dumpedBytes()) + " dumped)"
        : "";
  }

  @Override
  public void clear() {
    // Lines stay.
  }
}

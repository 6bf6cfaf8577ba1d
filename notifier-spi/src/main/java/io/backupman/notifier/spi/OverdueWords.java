package io.backupman.notifier.spi;

import java.time.ZoneId;
import java.util.List;

/** A backup that is overdue, in words. */
final class OverdueWords {
  private OverdueWords() {}

  static Summary summary(OverdueBackup overdue, ZoneId zone) {
    var last = overdue.lastFinishedAt();
    var label = PlainText.oneLine(overdue.label());
    var due = Wording.time(overdue.dueAt(), zone);
    return new Summary(
        Severity.ERROR,
        label + ": backup overdue",
        last == null
            ? "No backup has finished yet; one should have by " + due + "."
            : "No backup has finished since %s; one should have by %s."
                .formatted(Wording.time(last, zone), due),
        "",
        "",
        List.of(
            new Fact("Data source", label),
            new Fact("Last finished", last == null ? "never" : Wording.time(last, zone)),
            new Fact("Waited since", Wording.time(overdue.since(), zone)),
            new Fact("Due", due)),
        List.of());
  }
}

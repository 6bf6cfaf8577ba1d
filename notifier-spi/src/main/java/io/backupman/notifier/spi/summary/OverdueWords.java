package io.backupman.notifier.spi.summary;

import io.backupman.notifier.spi.OverdueBackup;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** A backup that is overdue, in words. */
final class OverdueWords {
  private final OverdueBackup overdue;
  private final ZoneId zone;

  private OverdueWords(OverdueBackup overdue, ZoneId zone) {
    this.overdue = overdue;
    var own = overdue.timeZone();
    this.zone = own == null ? zone : own;
  }

  static Summary summary(OverdueBackup overdue, ZoneId zone) {
    return new OverdueWords(overdue, zone).summary();
  }

  private Summary summary() {
    return new Summary(
        Severity.ERROR, label() + ": backup overdue", line(), reason(), "", facts(), List.of());
  }

  private String label() {
    return PlainText.oneLine(overdue.label());
  }

  private String line() {
    var last = overdue.lastFinishedAt();
    var due = Quantities.time(overdue.dueAt(), zone);
    return last == null
        ? "No backup has finished yet; one should have by " + due + "."
        : "No backup has finished since %s; one should have by %s."
            .formatted(Quantities.time(last, zone), due);
  }

  /** With the line, in the place of which it is shown; empty if none has failed. */
  private String reason() {
    var at = overdue.lastFailedAt();
    if (at == null) {
      return "";
    }
    var error = overdue.lastError();
    var why = error == null ? "." : ": " + PlainText.lines(error);
    return PlainText.cut(
        line() + "\nThe last try (" + Quantities.time(at, zone) + ") failed" + why,
        BackupWords.LONGEST_REASON);
  }

  private List<Fact> facts() {
    var last = overdue.lastFinishedAt();
    var failures = overdue.failures();
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("Data source", label()));
    facts.add(new Fact("Last finished", last == null ? "never" : Quantities.time(last, zone)));
    if (failures != null) {
      facts.add(new Fact("Failed since then", String.valueOf(failures)));
    }
    facts.add(new Fact("Waited since", Quantities.time(overdue.since(), zone)));
    facts.add(new Fact("Due", Quantities.time(overdue.dueAt(), zone)));
    FailureFacts.host(overdue.host()).ifPresent(facts::add);
    var failed = overdue.lastFailedId();
    if (failed != null) {
      facts.addAll(FailureFacts.retry(failed));
    }
    return facts;
  }
}

package io.backupman.notifier.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** An outage in words. */
final class OutageWords {
  private OutageWords() {}

  static Summary summary(Outage outage, ZoneId zone) {
    var where = where(outage);
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("Notifier", PlainText.oneLine(outage.notifier())));
    facts.add(new Fact("Destination", destination(outage)));
    facts.add(new Fact("Failing since", Wording.time(outage.since(), zone)));
    var recovered = outage.recoveredAt();
    if (recovered == null) {
      return new Summary(
          Severity.ERROR,
          where + " not reached",
          "Reports to it have not been delivered since " + Wording.time(outage.since(), zone) + ".",
          PlainText.cut(PlainText.lines(outage.reason()), BackupWords.LONGEST_REASON),
          "",
          facts,
          List.of());
    }
    facts.add(new Fact("Reached again", Wording.time(recovered, zone)));
    return new Summary(
        Severity.SUCCESS,
        where + " reached again",
        "Reports to it were not delivered for " + length(outage.since(), recovered) + ".",
        "",
        "",
        facts,
        List.of());
  }

  private static String where(Outage outage) {
    return "Notifier " + PlainText.oneLine(outage.notifier()) + ", " + destination(outage) + ":";
  }

  private static String destination(Outage outage) {
    return outage.destination().equals("*")
        ? "every destination"
        : PlainText.oneLine(outage.destination());
  }

  private static String length(Instant since, Instant until) {
    return Wording.duration(Duration.between(since, until));
  }
}

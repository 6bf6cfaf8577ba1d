package io.backupman.notifier.spi.summary;

import io.backupman.notifier.spi.Outage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Outages that are told together, in words. */
final class OutageWords {
  private static final int LONGEST_LIST = 1_000;

  private final List<Outage> outages;
  private final ZoneId zone;
  private final Instant since;

  OutageWords(List<Outage> outages, ZoneId zone) {
    this.outages = outages;
    this.zone = zone;
    this.since =
        outages.stream().map(Outage::since).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
  }

  Summary summary() {
    var facts = new ArrayList<>(whatFails());
    facts.add(new Fact("Failing since", Quantities.time(since, zone)));
    var recovered =
        outages.stream()
            .map(Outage::recoveredAt)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder());
    if (recovered.isEmpty()) {
      return new Summary(
          Severity.ERROR,
          where() + " not reached",
          "Reports to " + them() + " have not been delivered since " + time() + ".",
          PlainText.cut(PlainText.lines(reason()), BackupWords.LONGEST_REASON),
          "",
          facts,
          List.of());
    }
    facts.add(new Fact("Reached again", Quantities.time(recovered.get(), zone)));
    return new Summary(
        Severity.SUCCESS,
        where() + " reached again",
        "Reports to " + them() + " were not delivered for " + length(recovered.get()) + ".",
        "",
        "",
        facts,
        List.of());
  }

  private boolean isOne() {
    return outages.size() == 1;
  }

  private String where() {
    var notifiers = notifiers();
    if (isOne()) {
      return "Notifier " + notifiers.get(0) + ", " + destination(outages.get(0)) + ":";
    }
    return notifiers.size() == 1
        ? "Notifier " + notifiers.get(0) + ", " + outages.size() + " destinations:"
        : outages.size() + " destinations of " + notifiers.size() + " notifiers:";
  }

  private List<String> notifiers() {
    return outages.stream().map(Outage::notifier).distinct().map(PlainText::oneLine).toList();
  }

  private List<Fact> whatFails() {
    return isOne()
        ? List.of(
            new Fact("Notifier", notifiers().get(0)),
            new Fact("Destination", destination(outages.get(0))))
        : List.of(new Fact("Destinations", PlainText.cut(all(), LONGEST_LIST)));
  }

  private String all() {
    return outages.stream().map(OutageWords::name).collect(Collectors.joining("; "));
  }

  private static String name(Outage outage) {
    return PlainText.oneLine(outage.notifier()) + ", " + destination(outage);
  }

  private static String destination(Outage outage) {
    return outage.destination().equals("*")
        ? "every destination"
        : PlainText.oneLine(outage.destination());
  }

  private String them() {
    return isOne() ? "it" : "them";
  }

  /** Why the destinations fail; a cause that they share is told once. */
  private String reason() {
    var reasons = outages.stream().map(Outage::reason).distinct().toList();
    return reasons.size() == 1
        ? reasons.get(0)
        : outages.stream()
            .map(outage -> name(outage) + ": " + PlainText.oneLine(outage.reason()))
            .collect(Collectors.joining("\n"));
  }

  private String time() {
    return Quantities.time(since, zone);
  }

  private String length(Instant until) {
    return (isOne() ? "" : "up to ") + Quantities.duration(Duration.between(since, until));
  }
}

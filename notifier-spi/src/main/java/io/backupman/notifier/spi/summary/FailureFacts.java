package io.backupman.notifier.spi.summary;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody wants to know of a failure at night, in words. */
final class FailureFacts {
  private static final int LONGEST_HOST = 100;

  private FailureFacts() {}

  /**
   * Since when there is no good backup, and how many have failed.
   *
   * @param number {@code null} if nothing is known
   * @param begin when the one that failed began
   */
  static List<Fact> facts(
      @Nullable Instant lastFinishedAt, @Nullable Integer number, Instant begin, ZoneId zone) {
    if (number == null) {
      return List.of();
    }
    var facts = new ArrayList<Fact>();
    facts.add(
        new Fact(
            "Last good backup",
            lastFinishedAt == null
                ? "none"
                : Quantities.time(lastFinishedAt, zone) + ago(lastFinishedAt, begin)));
    facts.add(new Fact("Failed since then", number + ", with this one"));
    return facts;
  }

  private static String ago(Instant last, Instant begin) {
    return begin.isAfter(last)
        ? " (" + Quantities.duration(Duration.between(last, begin)) + " before)"
        : "";
  }

  /** The machine. */
  static Optional<Fact> host(@Nullable String host) {
    return Optional.ofNullable(host)
        .map(PlainText::oneLine)
        .filter(name -> !name.isEmpty())
        .map(name -> new Fact("Host", PlainText.cut(name, LONGEST_HOST)));
  }

  /** Which backup it is, and what tries it again. */
  static List<Fact> retry(UUID id) {
    return List.of(
        new Fact("Backup", id.toString()), new Fact("Retry with", "backupman retry " + id));
  }
}

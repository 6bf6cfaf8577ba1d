package io.backupman.server.config;

import io.backupman.core.backup.RetentionRule;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import io.backupman.server.config.settings.RetentionSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code retention}. */
final class RetentionReader {
  private static final int MOST_DAYS = 36_500;
  private static final int MOST_KEPT = 10_000;

  private RetentionReader() {}

  /**
   * Reads the section.
   *
   * @param zone whose days are kept
   */
  static RetentionSettings read(Section section, ZoneId zone) {
    var days = TypedValues.number(section, "reports", 0, 1, MOST_DAYS);
    return new RetentionSettings(
        days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days)), rule(section, zone));
  }

  private static Optional<RetentionRule> rule(Section section, ZoneId zone) {
    section.allow("by", "value", "keep_last", "keep");
    if (!TypedValues.flag(section, "enabled", false)) {
      return Optional.empty();
    }
    TypedValues.choice(section, "by", List.of("age"), Function.identity(), "age");
    section.require("value");
    var keep = section.section("keep");
    return Optional.of(
        new RetentionRule(
            Duration.ofDays(TypedValues.number(section, "value", 1, 1, MOST_DAYS)),
            TypedValues.number(section, "keep_last", 1, 1, MOST_KEPT),
            kept(keep, "daily"),
            kept(keep, "weekly"),
            kept(keep, "monthly"),
            kept(keep, "yearly"),
            zone));
  }

  private static int kept(Optional<Section> keep, String key) {
    return keep.map(section -> TypedValues.number(section, key, 0, 0, MOST_KEPT)).orElse(0);
  }
}

package io.backupman.server.config.notifier;

import io.backupman.server.config.problem.Problem;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the host's keys of {@code notifiers}. */
public final class NotifierSections {
  private static final int LONGEST_NAME = 200;

  private final Subscriptions subscriptions;
  private final Consumer<Problem> notices;

  public NotifierSections(Subscriptions subscriptions, Consumer<Problem> notices) {
    this.subscriptions = subscriptions;
    this.notices = notices;
  }

  public List<NotifierSection> read(Section root) {
    var sections = new ArrayList<NotifierSection>();
    root.section("notifiers")
        .ifPresent(
            notifiers ->
                notifiers
                    .keys()
                    .forEach(name -> notifier(notifiers, name).ifPresent(sections::add)));
    new Fallbacks(sections).check();
    return sections;
  }

  private Optional<NotifierSection> notifier(Section notifiers, String name) {
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.contains("/")
        || name.chars().anyMatch(Character::isISOControl)) {
      notifiers.reject(
          name, "must have a name of 1 to " + LONGEST_NAME + " visible characters, and no slash");
    }
    return notifiers.section(name).map(section -> notifier(name, section));
  }

  private NotifierSection notifier(String name, Section section) {
    // As in the tool that this configuration comes from, a notifier is off unless it says true.
    if (!section.has("enabled")) {
      notices.accept(
          new Problem(section.path(), "is switched off, because it has no \"enabled: true\""));
    }
    var notifier =
        new NotifierSection(
            name,
            section.find("type").orElse(name),
            // Where it is wrong, the rest is looked at too, so that every problem shows at once.
            TypedValues.flag(section, "enabled", section.has("enabled")),
            subscriptions.read(section),
            section.find("fallback").orElse(null),
            section);
    section.allowAll(); // the rest is the provider's
    return notifier;
  }
}

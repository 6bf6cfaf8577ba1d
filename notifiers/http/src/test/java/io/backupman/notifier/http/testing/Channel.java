package io.backupman.notifier.http.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A notifier made from settings as a user writes them, and attempts at its first destination. */
public final class Channel implements AutoCloseable {
  private final Notifier notifier;

  private Channel(Notifier notifier) {
    this.notifier = notifier;
  }

  /** Makes it; there must be nothing wrong with the settings. */
  public static Channel of(NotifierProvider provider, Map<String, ?> settings) {
    return of(provider, settings, new FixedContext("channel"));
  }

  /** The same on another host. */
  public static Channel of(
      NotifierProvider provider, Map<String, ?> settings, NotifierContext context) {
    var section = MapSettings.of("channel", settings);
    var notifier = provider.create(section, context);
    assertThat(section.problems()).isEmpty();
    assertThat(section.unread()).isEmpty();
    return new Channel(notifier);
  }

  /** What is wrong with settings, and which of their keys nobody knows. */
  public static List<String> problems(NotifierProvider provider, Map<String, ?> settings) {
    var section = MapSettings.of("channel", settings);
    provider.create(section, new FixedContext("channel")).close();
    var problems = new ArrayList<>(section.problems());
    section.unread().forEach(key -> problems.add(key + " is unknown"));
    return problems;
  }

  /** The notifier itself. */
  public Notifier notifier() {
    return notifier;
  }

  /** Makes one attempt. */
  public Receipt send(Notification notification)
      throws NotificationException, InterruptedException {
    return notifier.send(notification, notifier.destinations().getFirst());
  }

  /** Makes one attempt, which must fail. */
  public NotificationException failure(Notification notification) {
    return Objects.requireNonNull(
        catchThrowableOfType(NotificationException.class, () -> send(notification)),
        "The attempt should have failed.");
  }

  @Override
  public void close() {
    notifier.close();
  }
}

package io.backupman.notifier.http.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.testkit.ExampleReport;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A channel with one destination, made from settings as a user writes them. */
public final class Sending implements AutoCloseable {
  private final Notifier notifier;

  private Sending(Notifier notifier) {
    this.notifier = notifier;
  }

  /** A channel with these settings, which must be right, and one destination. */
  public static Sending by(
      NotifierProvider provider, Map<String, ?> settings, Map<String, ?> destination) {
    var section = section(provider, settings, destination);
    var notifier = provider.create(section, new FixedContext(provider.type()));
    assertThat(section.problems()).isEmpty();
    assertThat(section.unread()).isEmpty();
    return new Sending(notifier);
  }

  /** What is wrong with such settings. */
  public static List<String> problems(
      NotifierProvider provider, Map<String, ?> settings, Map<String, ?> destination) {
    var section = section(provider, settings, destination);
    provider.create(section, new FixedContext(provider.type())).close();
    return section.problems();
  }

  private static MapSettings section(
      NotifierProvider provider, Map<String, ?> settings, Map<String, ?> destination) {
    var named = new HashMap<String, Object>(destination);
    named.putIfAbsent("name", "Ops");
    var all = new HashMap<String, Object>(settings);
    all.put("destinations", List.of(named));
    return MapSettings.of(provider.type(), all);
  }

  /** One attempt to send the document's example. */
  public Receipt send() throws NotificationException, InterruptedException {
    return send(ExampleReport.notification());
  }

  /** One attempt to send this. */
  public Receipt send(Notification notification)
      throws NotificationException, InterruptedException {
    return notifier.send(notification, notifier.destinations().getFirst());
  }

  /** One attempt to send the document's example, which must fail. */
  public NotificationException failure() {
    return catchThrowableOfType(NotificationException.class, this::send);
  }

  @Override
  public void close() {
    notifier.close();
  }
}

package io.backupman.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.testkit.ExampleReport;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A webhook notifier with one endpoint, made from settings as a user writes them. */
final class Sender implements AutoCloseable {
  private final Notifier notifier;

  private Sender(Map<String, Object> endpoint, NotifierContext context) {
    var settings = MapSettings.of("webhook", Map.of("endpoints", List.of(endpoint)));
    notifier = new WebhookNotifierProvider().create(settings, context);
    assertThat(settings.problems()).isEmpty();
  }

  /** What sends, as the host gives it. */
  static HttpSender http() {
    return HttpSender.of(MapSettings.of("webhook", Map.of()), new FixedContext("webhook"));
  }

  static Sender to(String url) {
    return to(url, Map.of());
  }

  static Sender to(String url, Map<String, Object> more) {
    return to(url, more, new FixedContext("webhook"));
  }

  static Sender to(String url, Map<String, Object> more, NotifierContext context) {
    var endpoint = new HashMap<String, Object>(more);
    endpoint.put("name", "My Webhook");
    endpoint.put("url", url);
    return new Sender(endpoint, context);
  }

  Receipt send() throws NotificationException, InterruptedException {
    return send(ExampleReport.notification());
  }

  Receipt send(Notification notification) throws NotificationException, InterruptedException {
    return notifier.send(notification, notifier.destinations().getFirst());
  }

  NotificationException failure() {
    return catchThrowableOfType(NotificationException.class, this::send);
  }

  @Override
  public void close() {
    notifier.close();
  }
}

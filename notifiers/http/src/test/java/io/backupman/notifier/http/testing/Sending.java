package io.backupman.notifier.http.testing;

import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.testkit.ExampleReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A channel with one destination, which gets the document's example. */
public final class Sending implements AutoCloseable {
  private final Channel channel;

  private Sending(Channel channel) {
    this.channel = channel;
  }

  /** A channel with these settings, which must be right, and one destination. */
  public static Sending by(
      NotifierProvider provider, Map<String, ?> settings, Map<String, ?> destination) {
    return new Sending(Channel.of(provider, with(settings, destination)));
  }

  /** What is wrong with such settings. */
  public static List<String> problems(
      NotifierProvider provider, Map<String, ?> settings, Map<String, ?> destination) {
    return Channel.problems(provider, with(settings, destination));
  }

  private static Map<String, ?> with(Map<String, ?> settings, Map<String, ?> destination) {
    var named = new HashMap<String, Object>(destination);
    named.putIfAbsent("name", "Ops");
    var all = new HashMap<String, Object>(settings);
    all.put("destinations", List.of(named));
    return all;
  }

  /** One attempt to send the document's example. */
  public Receipt send() throws NotificationException, InterruptedException {
    return send(ExampleReport.notification());
  }

  /** One attempt to send this. */
  public Receipt send(Notification notification)
      throws NotificationException, InterruptedException {
    return channel.send(notification);
  }

  /** One attempt to send the document's example, which must fail. */
  public NotificationException failure() {
    return channel.failure(ExampleReport.notification());
  }

  @Override
  public void close() {
    channel.close();
  }
}

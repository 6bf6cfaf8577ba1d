package io.backupman.server.plugin;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A notifier that takes everything, and answers nothing until it is let go. */
final class StuckNotifier implements Notifier {
  /** What it says once it is let go. */
  static final Duration SEND_LIMIT = Duration.ofMinutes(12);

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final CountDownLatch let = new CountDownLatch(1);

  /** This notifier as one that a plugin has made. */
  IsolatedNotifier isolated() {
    return new IsolatedNotifier(
        this, "The plugin stuck.jar", new ContextLoader(getClass().getClassLoader()));
  }

  /** The events that it was asked about, and {@code sendLimit}, in their order. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  void letGo() {
    let.countDown();
  }

  @Override
  public List<Destination> destinations() {
    return List.of(Destination.of("one"));
  }

  @Override
  public Receipt send(Notification notification, Destination destination) {
    return Receipt.taken();
  }

  @Override
  public boolean wants(String event) {
    asked.add(event);
    stay();
    return false;
  }

  /** Fails if it is interrupted. */
  @Override
  public Optional<Duration> sendLimit() {
    asked.add("sendLimit");
    try {
      let.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Optional.of(SEND_LIMIT);
  }

  @Override
  public void close() {
    stay();
  }

  /** No interrupt ends this. */
  private void stay() {
    var interrupted = false;
    while (let.getCount() > 0) {
      try {
        let.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

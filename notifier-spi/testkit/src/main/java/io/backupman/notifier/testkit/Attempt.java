package io.backupman.notifier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One attempt in a thread of its own, as the host makes it. */
final class Attempt {
  private final Notifier notifier;
  private final Notification notification;
  private final Destination destination;
  private final Thread thread;
  private volatile @Nullable Receipt receipt;
  private volatile @Nullable Throwable failure;

  private Attempt(Notifier notifier, Notification notification, Destination destination) {
    this.notifier = notifier;
    this.notification = notification;
    this.destination = destination;
    this.thread =
        Thread.ofPlatform().daemon().name(FakeReceiver.THREADS + "attempt").unstarted(this::run);
    thread.setContextClassLoader(notifier.getClass().getClassLoader());
  }

  static Attempt start(Notifier notifier, Notification notification, Destination destination) {
    var attempt = new Attempt(notifier, notification, destination);
    attempt.thread.start();
    return attempt;
  }

  @SuppressWarnings("CatchingUnchecked") // whatever a channel throws is to be judged
  private void run() {
    try {
      receipt = notifier.send(notification, destination);
    } catch (Exception | Error thrown) {
      failure = thrown;
    }
  }

  /** Waits for the end, which must come in time. */
  Attempt ended(Duration most) throws InterruptedException {
    if (!thread.join(most)) {
      var where = new StringBuilder();
      for (var frame : thread.getStackTrace()) {
        where.append("\n\tat ").append(frame);
      }
      thread.interrupt();
      throw new AssertionError(
          "%s did not end within %s s. It was here:%s".formatted(this, most.toSeconds(), where));
    }
    return this;
  }

  /** Waits a little; the attempt must still run then. */
  Attempt stillRunning(Duration after) throws InterruptedException {
    assertThat(thread.join(after)).as("%s, which nobody answered, has ended", this).isFalse();
    return this;
  }

  Attempt interrupt() {
    thread.interrupt();
    return this;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /** The receipt, which there must be. */
  Receipt delivered() {
    if (failure != null) {
      throw new AssertionError(this + " should have delivered, but threw " + failure, failure);
    }
    assertThat(receipt).as("what send returned for %s", this).isNotNull();
    return Objects.requireNonNull(receipt);
  }

  /** The receipt, or nothing was sent on purpose. */
  void deliveredOrSkipped() {
    if (failure instanceof NotificationException thrown && thrown.outcome() == Outcome.SKIPPED) {
      failed(Outcome.SKIPPED);
    } else {
      delivered();
    }
  }

  /** The failure, which there must be, of this outcome. */
  NotificationException failed(Outcome expected) {
    var thrown = failure;
    assertThat(thrown).as("%s should have failed", this).isInstanceOf(NotificationException.class);
    var exception = (NotificationException) Objects.requireNonNull(thrown);
    assertThat(exception.outcome()).as("outcome of %s: %s", this, exception).isEqualTo(expected);
    assertThat(exception.getMessage()).as("the sentence for the user").isNotBlank();
    return exception;
  }

  /** All that the host could write of it: the receipt, the sentence and its causes. */
  String words() {
    var words = new StringWriter();
    words.append(String.valueOf(receipt)).append('\n');
    var thrown = failure;
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(words, true));
    }
    return words.toString();
  }

  @Override
  public String toString() {
    return "The attempt to send " + notification.event() + " to " + destination.name();
  }
}

package io.backupman.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.drive.Drive;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.health.HealthCheck.Component;
import io.backupman.core.notifier.HungSends;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.source.Dump;
import io.backupman.core.testing.RecordingNotifier;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveHealthCheckTest {
  private final CountDownLatch mayReturn = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final LiveHealthCheck check =
      new LiveHealthCheck(
          () -> {},
          List.of(new StuckDrive()),
          List.of(),
          () -> Notifiers.NONE,
          Duration.ofSeconds(1),
          Duration.ZERO);

  @AfterEach
  void letGo() {
    mayReturn.countDown();
  }

  @Test
  void doesNotAskAPartAgainThatHasNotReturned() {
    assertThat(drive()).isEqualTo(new Component(false, "No answer within 1.0 s."));

    assertThat(drive())
        .isEqualTo(new Component(false, "An earlier check of it has not come back yet."));
    assertThat(asked).hasValue(1);
    await().until(() -> check.check().database().up());

    mayReturn.countDown();
    await().until(() -> drive().up());
  }

  @Test
  void whoeverAsksDuringALookGetsWhatWasFoundBeforeUnlessThatIsForgotten() throws Exception {
    var entered = new CountDownLatch(1);
    var slow =
        new LiveHealthCheck(
            () -> hangAfterTheFirst(entered),
            List.of(),
            List.of(),
            () -> Notifiers.NONE,
            Duration.ofMinutes(1),
            Duration.ZERO);
    var before = slow.check();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var looks = threads.submit(slow::check);
      entered.await();

      assertThat(threads.submit(slow::check).get(20, TimeUnit.SECONDS)).isSameAs(before);

      slow.forget();
      var waits = threads.submit(slow::check);
      mayReturn.countDown();
      assertThat(looks.get(20, TimeUnit.SECONDS)).isNotSameAs(before);
      assertThat(waits.get(20, TimeUnit.SECONDS))
          .satisfies(it -> assertThat(it).isNotSameAs(before).isNotSameAs(looks.get()));
    } finally {
      mayReturn.countDown();
    }
  }

  private void hangAfterTheFirst(CountDownLatch entered) {
    if (asked.incrementAndGet() > 1) {
      entered.countDown();
      hang();
    }
  }

  @Test
  void aNotifierThatIsSetAsideIsDownWithTheReason() {
    var aside = new RecordingNotifier("Ann").named("chat");
    var all =
        new LiveHealthCheck(
            () -> {}, List.of(), List.of(), () -> new Notifiers(List.of(aside), List.of()));
    assertThat(all.database().up()).isTrue();
    for (var i = 0; i < HungSends.TOO_MANY; i++) {
      aside.hung().add(new CompletableFuture<>());
    }

    assertThat(all.check().notifiers().get("chat"))
        .isEqualTo(new Component(false, aside.detail()))
        .extracting(Component::detail)
        .asString()
        .startsWith("3 sends have not come back");
  }

  private void hang() {
    try {
      mayReturn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Component drive() {
    var drive = check.check().drives().get("Mount");
    assertThat(drive).isNotNull();
    return drive == null ? new Component(false, "") : drive;
  }

  /** Hangs in the system, as a network drive does whose server is away. */
  private final class StuckDrive implements Drive {
    @Override
    public String label() {
      return "Mount";
    }

    @Override
    public String provider() {
      return "local";
    }

    @Override
    public String store(Dump dump, String name, LongConsumer progress) {
      throw new UnsupportedOperationException();
    }

    @Override
    public StoredCopy open(String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void removeLeftovers(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void check() {
      asked.incrementAndGet();
      while (mayReturn.getCount() > 0) {
        Thread.onSpinWait();
      }
    }
  }
}

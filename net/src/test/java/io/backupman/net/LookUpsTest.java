package io.backupman.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LookUpsTest {

  @Test
  void noneIsMadeInAVirtualThread() throws Exception {
    var in = new CompletableFuture<Boolean>();
    var names =
        new LookUps(
            host -> {
              in.complete(Thread.currentThread().isVirtual());
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var found = threads.submit(() -> names.addresses("db.example"));

      assertThat(found.get()).containsExactly(InetAddress.getLoopbackAddress());
      assertThat(in).isCompletedWithValue(false);
    }
  }

  @Test
  void noThreadKeepsWhatBelongsToWhoeverAsked() throws Exception {
    var in = new CompletableFuture<Thread>();
    var loader = new CompletableFuture<ClassLoader>();
    var names =
        new LookUps(
            host -> {
              loader.complete(Thread.currentThread().getContextClassLoader());
              in.complete(Thread.currentThread());
              return new InetAddress[0];
            });
    var plugin = new ClassLoader(getClass().getClassLoader()) {};
    var asked = new FutureTask<>(() -> names.addresses("db.example"));
    var thread = Thread.ofPlatform().unstarted(asked);
    thread.setContextClassLoader(plugin);

    thread.start();

    assertThat(asked.get()).isEmpty();
    assertThat(loader.get()).isNotSameAs(plugin);
    assertThat(in.get().join(Duration.ofSeconds(9))).as("none waits for the next").isTrue();
  }

  @Test
  void aNameThatIsNotKnownIsToldAsBefore() {
    var unknown = new UnknownHostException("db.example");
    var names =
        new LookUps(
            host -> {
              throw unknown;
            });

    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> names.addresses("db.example"))
        .isSameAs(unknown);
  }

  @Test
  void whoWaitsForOneHearsAnInterruptThoughTheSystemDoesNot() throws Exception {
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var names = new LookUps(host -> stuck(entered, leave));
    var asked = new FutureTask<>(() -> names.addresses("db.example"));
    var thread = Thread.ofVirtual().start(asked);
    entered.await();

    thread.interrupt();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(asked::get)
        .withCauseInstanceOf(InterruptedIOException.class);
    leave.countDown();
  }

  @Test
  void manyThatAreStuckHoldUpNoOther() throws Exception {
    var leave = new CountDownLatch(1);
    var stuck = new LookUps(host -> stuck(new CountDownLatch(1), leave));
    var names = new LookUps(InetAddress::getAllByName);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<Future<InetAddress[]>>();
      for (int i = 0; i < 100; i++) {
        asked.add(threads.submit(() -> stuck.addresses("db.example")));
      }

      assertThat(names.addresses("127.0.0.1")).hasSize(1);
      leave.countDown();
      for (var one : asked) {
        assertThat(one.get()).isEmpty();
      }
    }
  }

  private static InetAddress[] stuck(CountDownLatch entered, CountDownLatch leave) {
    entered.countDown();
    try {
      leave.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new InetAddress[0];
  }
}

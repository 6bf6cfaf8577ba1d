package io.backupman.core.drive.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.testing.Dumps;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** An interrupt ends whatever the drive is doing, and leaves nothing of a copy. */
class GoogleInterruptTest extends GoogleDriveFixture {

  GoogleInterruptTest() throws IOException {}

  @Test
  void anInterruptEndsAnUploadAndLeavesNothing() throws Exception {
    google.next(
        1,
        UPLOAD + "/drive/v3/files bytes " + CHUNK,
        exchange -> {
          new CountDownLatch(1).await();
          return true;
        });
    var stored = new FutureTask<>(() -> store().call());
    var thread = Thread.ofPlatform().start(stored);
    await().until(() -> google.requests(UPLOAD) == 2);

    thread.interrupt();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(stored::get)
        .withCauseInstanceOf(InterruptedException.class);
    await().untilAsserted(() -> assertThat(google.requests("DELETE /drive")).isEqualTo(1));
    assertThat(google.sessions()).isZero();
    assertThat(google.paths()).isEmpty();
  }

  @Test
  void aCopyThatIsInterruptedWhileItIsComparedIsRemoved() throws Exception {
    google.next(
        1,
        "GET /drive/v3/files/made-",
        exchange -> {
          new CountDownLatch(1).await();
          return true;
        });
    var stored = new FutureTask<>(() -> store().call());
    var thread = Thread.ofPlatform().start(stored);
    await().until(() -> google.requests("GET /drive/v3/files/made-") == 1);
    assertThat(google.paths()).hasSize(1);

    thread.interrupt();

    await().untilAsserted(() -> assertThat(google.paths()).isEmpty());
  }

  @Test
  void anInterruptEndsWhatIsNeverAnswered() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var drive = drive("demo", "http://127.0.0.1:" + mute.getLocalPort() + "/");
      var checked =
          new FutureTask<>(
              () -> {
                drive.check();
                return "";
              });
      var thread = Thread.ofPlatform().start(checked);
      mute.accept().getInputStream().read();

      thread.interrupt();

      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(checked::get)
          .withCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void anInterruptInTheMiddleIsNoFailureOfTheDrive() {
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () -> drive().store(Dumps.of(dump), NAME, bytes -> Thread.currentThread().interrupt()));
    assertThat(google.sessions()).isZero();
    assertThat(google.paths()).isEmpty();
  }
}

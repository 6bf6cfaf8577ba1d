package io.backupman.notifier.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.notifier.http.testing.RawReceiver;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that are broken or mean harm: none may hold the sender longer than its deadline. */
@Timeout(20)
class HostileReceiverTest {
  private static final Map<String, Object> ONE_SECOND = Map.of("timeout", "1s");

  @Test
  void aRefusedConnectionIsRetried() throws Exception {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }

    var failure = failure("http://localhost:" + port + "/webhook");

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure)
        .hasMessage(
            "No connection to http://localhost:"
                + port
                + "/webhook could be made: nothing accepts one there.");
  }

  @Test
  void anUnknownHostIsRetried() {
    var failure = failure("http://no-such-host.invalid/webhook");

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure)
        .hasMessage(
            "The host of http://no-such-host.invalid/webhook is unknown: its name could not be"
                + " resolved.");
  }

  @Test
  void aReceiverThatNeverAnswersLeavesItUncertain() throws Exception {
    try (var receiver = RawReceiver.that(HostileReceiverTest::waitForTheClientToLeave)) {
      var failure = failure(receiver.url());

      assertThat(failure.outcome()).isEqualTo(Outcome.UNCERTAIN);
      assertThat(failure)
          .hasMessage(receiver.url() + " was sent the report but did not answer within 1 s.");
      assertThat(receiver.clientLeft().await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aConnectionLostAfterTheRequestLeavesItUncertain() {
    try (var receiver = RawReceiver.that(RawReceiver::readRequest)) {
      var failure = failure(receiver.url());

      assertThat(failure.outcome()).isEqualTo(Outcome.UNCERTAIN);
      assertThat(failure.getMessage())
          .startsWith("The connection to " + receiver.url() + " was lost before an answer came:");
      assertThat(receiver.connections()).isEqualTo(1);
    }
  }

  @Test
  void aStatusIsAnAnswerEvenIfItsBodyDripsForEver() throws Exception {
    try (var receiver = RawReceiver.that(connection -> drip(connection, "HTTP/1.1 200 OK"))) {
      try (var sender = Sender.to(receiver.url(), ONE_SECOND)) {
        assertThat(sender.send().statusCode()).hasValue(200);
      }
      assertThat(receiver.clientLeft().await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anErrorWhoseBodyDripsForEverIsRetriedAtTheDeadline() throws Exception {
    try (var receiver = RawReceiver.that(connection -> drip(connection, "HTTP/1.1 500 Oh"))) {
      var failure = failure(receiver.url());

      assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
      assertThat(failure.statusCode()).hasValue(500);
      assertThat(failure.getMessage()).contains("answered 500 Internal Server Error: zz");
      assertThat(receiver.clientLeft().await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 9000000000", "Connection: close"})
  void anEndlessBodyIsCutOff(String header) throws Exception {
    try (var receiver =
        RawReceiver.answering("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n", "x".repeat(8 * 1024))) {
      try (var sender = Sender.to(receiver.url(), Map.of("timeout", "110s"))) {
        assertThat(sender.send().detail()).isEqualTo("x".repeat(1024));
      }
      assertThat(receiver.clientLeft().await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void endlessHeadersEnd() throws Exception {
    try (var receiver =
        RawReceiver.answering("HTTP/1.1 200 OK\r\n", "X-A: " + "x".repeat(1024) + "\r\n")) {
      try (var sender = Sender.to(receiver.url())) {
        assertThat(sender.send().statusCode()).hasValue(200);
      }
      assertThat(receiver.clientLeft().await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void headersThatDripEndAtTheDeadline() throws Exception {
    try (var receiver =
        RawReceiver.that(
            connection -> {
              RawReceiver.readRequest(connection);
              dripOn(connection);
            })) {
      assertThat(failure(receiver.url()).outcome()).isEqualTo(Outcome.UNCERTAIN);
      assertThat(receiver.clientLeft().await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 abc\r\n\r\n", "\r\n\r\n"})
  void anAnswerThatIsNotHttpIsAFailure(String answer) {
    try (var receiver = RawReceiver.answering(answer, "")) {
      var failure = failure(receiver.url());

      assertThat(failure.outcome()).isEqualTo(Outcome.UNCERTAIN);
      assertThat(failure.getMessage()).contains(receiver.url());
    }
  }

  @Test
  void aPlainTextReceiverUnderHttpsIsRetried() {
    try (var receiver =
        RawReceiver.that(
            connection -> {
              var hello = connection.getInputStream().read(new byte[16 * 1024]);
              assertThat(hello).isPositive();
              var answer = "HTTP/1.1 400 Bad Request\r\n\r\n";
              connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
              waitForTheClientToLeave(connection);
            })) {
      var failure = failure("https://localhost:" + receiver.port() + "/webhook");

      assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
      assertThat(failure.getMessage())
          .startsWith("No secure connection to https://localhost:" + receiver.port());
    }
  }

  @Test
  void aReceiverThatHangsWithinTheHandshakeIsRetried() {
    try (var receiver = RawReceiver.that(HostileReceiverTest::waitForTheClientToLeave)) {
      var failure = failure("https://localhost:" + receiver.port() + "/webhook");

      assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    }
  }

  @Test
  void aSendEndsWhenItsThreadIsInterrupted() throws Exception {
    var sending = Thread.currentThread();
    try (var receiver =
            RawReceiver.that(
                connection -> {
                  RawReceiver.readRequest(connection);
                  sending.interrupt();
                  waitForTheClientToLeave(connection);
                });
        var sender = Sender.to(receiver.url(), Map.of("timeout", "110s"))) {
      assertThatThrownBy(sender::send).isInstanceOf(InterruptedException.class);
      assertThat(receiver.clientLeft().await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void waitForTheClientToLeave(Socket connection) throws IOException {
    while (connection.getInputStream().read() >= 0) {
      Thread.onSpinWait();
    }
    throw new IOException("The client left.");
  }

  private static void drip(Socket connection, String statusLine) throws IOException {
    RawReceiver.readRequest(connection);
    var head = statusLine + "\r\nContent-Length: 100000\r\n\r\nzz";
    connection.getOutputStream().write(head.getBytes(ISO_8859_1));
    dripOn(connection);
  }

  private static void dripOn(Socket connection) throws IOException {
    while (true) {
      connection.getOutputStream().write('z');
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static NotificationException failure(String url) {
    try (var sender = Sender.to(url, ONE_SECOND)) {
      return sender.failure();
    }
  }
}

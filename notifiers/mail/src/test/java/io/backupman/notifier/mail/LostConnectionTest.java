package io.backupman.notifier.mail;

import static io.backupman.notifier.mail.MailTests.failure;
import static io.backupman.notifier.mail.MailTests.notifier;
import static io.backupman.notifier.mail.MailTests.section;
import static io.backupman.notifier.mail.MailTests.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections that stall or drip: that they end, on both sides. {@link MailFaultsTest} has more.
 */
@Timeout(30)
class LostConnectionTest {
  private static final Duration AMPLE = Duration.ofSeconds(10);

  /** Short only where the server stops reading. */
  private static final Limits AGAINST_DEAFNESS =
      new Limits(AMPLE, AMPLE, Duration.ofSeconds(2), Duration.ofSeconds(25));

  private SmtpServer server;

  /** Short only for the whole, which a server that drips would prolong for ever. */
  private static Limits forTheWhole(int seconds) {
    return new Limits(AMPLE, AMPLE, AMPLE, Duration.ofSeconds(seconds));
  }

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer().offering("AUTH PLAIN LOGIN");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "RCPT"})
  void aServerThatDripsIsGivenUp(String command) {
    server.on(command, (line, connection) -> connection.drip(50));

    var failure = failure(section(server, "none"), forTheWhole(2));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure).hasMessageContaining("was given up after 2 s while");
    assertConnectionsEnd();
  }

  @Test
  void aServerThatDripsAfterTheMessageLeavesItUncertain() {
    server.on(".", (line, connection) -> connection.drip(50));

    // The whole message has to go out within it, on a machine that is busy too.
    var failure = failure(section(server, "none"), forTheWhole(5));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNCERTAIN);
    assertThat(failure).hasMessageContaining("did not answer within 5 s");
    assertConnectionsEnd();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "tls", "ssl"})
  void theAnswerToTheMessageMayTakeAllOfTheTimeThatIsLeft(String crypto) throws Exception {
    if (crypto.equals("ssl")) {
      server.withImplicitTls(TestCertificates.GOOD);
    } else {
      server.withStartTls(TestCertificates.GOOD);
    }
    server.on(
        ".",
        (line, connection) -> {
          Thread.sleep(5_000); // much longer than any other answer may take
          connection.say("250 2.0.0 queued as 4711");
        });
    var impatient = new Limits(AMPLE, Duration.ofSeconds(3), AMPLE, Duration.ofSeconds(25));

    try (var notifier = notifier(section(server, crypto), impatient)) {
      assertThat(send(notifier, Samples.finished()).detail()).isEqualTo("250 2.0.0 queued as 4711");
    }
  }

  @Test
  void aServerThatStopsReadingIsGivenUp() throws Exception {
    server.on(
        "DATA",
        (line, connection) -> {
          connection.say("354 go on");
          connection.hang();
        });
    var drive =
        DriveFile.builder(UUID.randomUUID(), Samples.BACKUP, "local", "Drive", Instant.EPOCH)
            .path("x".repeat(4_000))
            .build();
    var report = Samples.finished("MySQL 1").driveFiles(Collections.nCopies(1_000, drive)).build();

    try (var notifier = notifier(section(server, "none"), AGAINST_DEAFNESS)) {
      var failure =
          catchThrowableOfType(
              NotificationException.class, () -> send(notifier, Samples.notification(report)));

      assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
      assertThat(failure).hasMessageContaining("broke off while sending the message");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptEndsTheConversation(boolean virtual) throws Exception {
    server.on("RCPT", (line, connection) -> connection.hang());
    var thrown = new AtomicReference<Exception>();
    try (var notifier = notifier(section(server, "none"))) {
      var builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
      var sending =
          builder.start(
              () -> {
                try {
                  send(notifier, Samples.finished());
                } catch (Exception e) {
                  thrown.set(e);
                }
              });
      await().until(() -> server.commands().stream().anyMatch(line -> line.startsWith("RCPT")));

      sending.interrupt();

      assertThat(sending.join(Duration.ofSeconds(3))).isTrue();
    }
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }

  /** Our side hung up: the server's next write fails and its connection ends with a remark. */
  private void assertConnectionsEnd() {
    await()
        .until(
            () -> {
              var said = server.commands();
              return !said.isEmpty() && said.getLast().startsWith("(");
            });
  }
}

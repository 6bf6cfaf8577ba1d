package io.backupman.notifier.mail;

import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.NotifierContract;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the host relies on, of the mail channel. */
class MailContractTest extends NotifierContract {
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer().offering("AUTH PLAIN LOGIN").withStartTls(TestCertificates.GOOD);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Override
  protected NotifierProvider provider() {
    return new MailNotifierProvider();
  }

  @Override
  protected Map<String, ?> settings() {
    var settings = MailTests.signedIn(server, "tls");
    settings.put("smtp_password", secret("open-sesame-42"));
    settings.put("timeout", "60s");
    settings.put(
        "destinations",
        List.of(
            MailTests.destination("John Doe", "john.doe@example.com"),
            MailTests.destination("Zoë", "zoe@example.com")));
    return settings;
  }

  @Override
  protected OptionalInt received() {
    return OptionalInt.of(server.messages().size());
  }

  @Override
  protected Optional<List<String>> idempotencyKeys() {
    return Optional.of(server.messages().stream().map(MailContractTest::messageId).toList());
  }

  private static String messageId(String raw) {
    try {
      return MailTests.parse(raw).getMessageID();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected boolean stopAnswering() {
    server.on("CONNECT", (line, connection) -> connection.hang());
    return true;
  }

  @Override
  protected Duration longestAttempt() {
    return Duration.ofSeconds(60);
  }
}

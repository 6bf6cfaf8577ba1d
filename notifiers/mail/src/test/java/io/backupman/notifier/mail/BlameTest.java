package io.backupman.notifier.mail;

import static io.backupman.notifier.mail.MailTests.failure;
import static io.backupman.notifier.mail.MailTests.section;
import static io.backupman.notifier.mail.MailTests.signedIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.NotificationException.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refusals that a setting causes, in the words of mail servers that are in use. */
class BlameTest {
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer().offering("AUTH PLAIN LOGIN");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RCPT|504 5.5.2 <db1>: Helo command rejected: need fully-qualified hostname|RETRYABLE",
        "RCPT|550 5.7.1 <db1>: Helo command rejected: Host not found|RETRYABLE",
        "RCPT|450 4.7.1 <db1>: Helo command rejected: Host not found|RETRYABLE",
        "MAIL|550 5.7.1 Invalid HELO name (see RFC2821 4.1.1.1)|RETRYABLE",
        "EHLO|504 5.5.2 <db1>: Helo command rejected: need fully-qualified hostname|RETRYABLE",
        "EHLO|501 5.0.0 Invalid domain name|RETRYABLE",
        "EHLO|501 Syntactically invalid EHLO argument(s)|RETRYABLE",
        "EHLO|550 5.7.1 Blocked|PERMANENT",
      })
  void theGreeting(String command, String reply, Outcome outcome) {
    server.answering(command, reply).answering("HELO", reply);

    var failure = failure(section(server, "none"));

    assertThat(failure)
        .hasMessage(
            "localhost:%d refused the greeting under the name backup-1.example.com: %s. Set"
                + " smtp_helo to a name that it accepts.",
            server.port(), reply);
    assertThat(failure.outcome()).isEqualTo(outcome);
    assertThat(failure.statusCode()).hasValue(Integer.parseInt(reply.substring(0, 3)));
  }

  @Test
  void aRefusedGreetingIsToldWhereWhatIsNeededComesWithItAlone() {
    server.answering("EHLO", "504 5.5.2 need fully-qualified hostname");

    assertThat(failure(signedIn(server, "tls"))).hasMessageContaining("Set smtp_helo");
    assertThat(failure(signedIn(server, "none"))).hasMessageContaining("Set smtp_helo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL|530 5.7.0 Must issue a STARTTLS command first",
        "RCPT|550 5.7.1 Session encryption is required",
        "MAIL|451 5.7.3 STARTTLS is required to send mail",
        "MAIL|554 5.7.1 TLS is required",
        "AUTH|538 5.7.11 Encryption required for requested authentication mechanism",
        "AUTH|530 5.7.0 Must issue a STARTTLS command first",
      })
  void missingEncryption(String command, String reply) {
    server.answering(command, reply);

    var failure =
        failure(command.equals("AUTH") ? signedIn(server, "none") : section(server, "none"));

    assertThat(failure)
        .hasMessage(
            "localhost:%d refused to go on without encryption: %s. Set smtp_crypto to tls, or to"
                + " ssl.",
            server.port(), reply);
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
  }

  @Test
  void encryptionThatIsDemandedHereAndRefusedThere() {
    server.withStartTls(TestCertificates.GOOD).answering("STARTTLS", "502 5.5.1 Not implemented");

    var failure = failure(section(server, "tls"));

    assertThat(failure)
        .hasMessageContaining("refused to start TLS: 502 5.5.1 Not implemented. ")
        .hasMessageContaining("smtp_crypto");
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL|530 5.7.0 Authentication Required",
        "MAIL|530 5.7.57 Client not authenticated to send mail",
        "RCPT|550 5.7.1 Please authenticate",
        "RCPT|503 5.5.4 AUTH first",
      })
  void aMissingSignIn(String command, String reply) {
    server.answering(command, reply);

    var failure = failure(section(server, "none"));

    assertThat(failure)
        .hasMessage(
            "localhost:%d refused to go on without a sign-in: %s. Set smtp_user and smtp_password.",
            server.port(), reply);
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
  }

  @Test
  void aWrongPasswordIsFinal() {
    server.answering("AUTH", "535 5.7.8 Wrong password");

    var failure = failure(signedIn(server, "none"));

    assertThat(failure)
        .hasMessageEndingWith(
            "refused the sign-in of robot: 535 5.7.8 Wrong password. Check smtp_user and"
                + " smtp_password.");
    assertThat(failure.outcome()).isEqualTo(Outcome.PERMANENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL|553 5.1.8 <backupman@example.com>... Domain of sender address does not exist",
        "RCPT|550 5.1.8 <backupman@example.com>: Sender address rejected: Domain not found",
        "RCPT|553 5.7.1 <backupman@example.com>: Sender address rejected: not owned by user robot",
        ".|550 5.7.60 SMTP; Client does not have permissions to send as this sender",
      })
  void theSender(String command, String reply) {
    server.answering(command, reply);

    var failure = failure(signedIn(server, "none"));

    assertThat(failure)
        .hasMessage(
            "localhost:%d refused the sender backupman@example.com: %s. Check smtp_from.",
            server.port(), reply);
    assertThat(failure.outcome()).isEqualTo(Outcome.PERMANENT);
  }

  @Test
  void relaying() {
    server.answering("RCPT", "554 5.7.1 <john.doe@example.com>: Relay access denied");

    assertThat(failure(section(server, "none")))
        .hasMessageContaining("refused to pass the message on")
        .hasMessageEndingWith(
            "Set smtp_user and smtp_password, or have this machine allowed there.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RCPT|550 5.1.1 No such user|refused the recipient john.doe@example.com",
        ".|550 5.7.26 Unauthenticated email is not accepted due to DMARC policy|refused the message",
        "RCPT|503 5.5.1 Polite people say HELO first|refused the recipient john.doe@example.com",
      })
  void whatIsNotDueToASettingIsNot(String command, String reply, String refused) {
    server.answering(command, reply);

    var failure = failure(section(server, "none"));

    assertThat(failure).hasMessage("localhost:%d %s: %s", server.port(), refused, reply);
    assertThat(failure.outcome()).isEqualTo(Outcome.PERMANENT);
  }
}

package io.backupman.notifier.mail;

import static io.backupman.notifier.mail.MailTests.failure;
import static io.backupman.notifier.mail.MailTests.notifier;
import static io.backupman.notifier.mail.MailTests.refusing;
import static io.backupman.notifier.mail.MailTests.section;
import static io.backupman.notifier.mail.MailTests.send;
import static io.backupman.notifier.mail.MailTests.signedIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server says, and what becomes of the message. */
class RefusalTest {
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer().offering("AUTH PLAIN LOGIN");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void theReceiptIsWhatTheServerAnsweredToTheMessage() throws Exception {
    var receipt = send(section(server, "none"));

    assertThat(receipt.statusCode()).hasValue(250);
    assertThat(receipt.detail()).isEqualTo("250 2.0.0 queued as 4711");
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT, 421 4.3.2 Too busy, refused the connection:",
    "CONNECT, 554 5.7.1 Blocked, refused the connection:",
    "AUTH, 454 4.7.0 Try later, refused the sign-in of robot:",
    "AUTH, 535 5.7.8 Wrong password, refused the sign-in of robot:",
    "MAIL, 451 4.3.0 Busy, refused the sender backupman@example.com:",
    "MAIL, 553 5.1.8 No such domain, refused the sender backupman@example.com:",
    "RCPT, 450 4.2.1 Greylisted, refused the recipient john.doe@example.com:",
    "RCPT, 550 5.1.1 No such user, refused the recipient john.doe@example.com:",
    "DATA, 452 4.3.1 No space, refused the message:",
    "DATA, 554 5.5.1 No valid recipients, refused the message:",
    "., 451 4.7.1 Greylisted, refused the message:",
    "., 552 5.3.4 Too big, refused the message:",
  })
  void aRefusalIsToldInTheServersWords(String command, String reply, String sentence) {
    server.answering(command, reply);

    var failure = failure(signedIn(server, "none"));

    assertThat(failure)
        .hasMessageStartingWith("localhost:%d %s %s".formatted(server.port(), sentence, reply));
    assertThat(failure.outcome())
        .isEqualTo(reply.startsWith("4") ? Outcome.RETRYABLE : Outcome.PERMANENT);
    assertThat(failure.statusCode()).hasValue(Integer.parseInt(reply.substring(0, 3)));
  }

  @Test
  void anAnswerOfSeveralLinesBecomesOne() {
    server.answering("RCPT", "550-5.1.1 No such user.\r\n550 5.1.1 Ask the postmaster.");

    assertThat(failure(section(server, "none")))
        .hasMessageEndingWith("550-5.1.1 No such user. 550 5.1.1 Ask the postmaster.");
  }

  @Test
  void aLostGoodbyeDoesNotSpoilASuccess() throws Exception {
    server.on("QUIT", (line, connection) -> connection.hang());

    assertThat(send(section(server, "none")).statusCode()).hasValue(250);
  }

  @Test
  void oneBadAddressDoesNotStopAnother() throws Exception {
    server.on(
        "RCPT", (line, connection) -> connection.say(line.contains("bad@") ? "550 no" : "250 ok"));
    var values = section(server, "none");
    values.put(
        "destinations",
        List.of(
            MailTests.destination("Bad", "bad@example.com"),
            MailTests.destination("Good", "good@example.com")));

    try (var notifier = notifier(values)) {
      var destinations = notifier.destinations();
      assertThatThrownBy(() -> notifier.send(Samples.finished(), destinations.get(0)))
          .isInstanceOf(NotificationException.class);
      notifier.send(Samples.finished(), destinations.get(1));
    }

    assertThat(server.messages()).singleElement().asString().contains("good@example.com");
  }

  @Test
  void aServerThatOffersNoSignInIsNamed() {
    server.offering();

    var failure = failure(signedIn(server, "none"));

    assertThat(failure).hasMessageContaining("offers no way to sign in (AUTH)");
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(server.commands()).noneMatch(line -> line.startsWith("MAIL"));
  }

  @Test
  void aServerThatOffersOnlyUnknownWaysToSignInIsNamed() {
    server.offering("AUTH SCRAM-SHA-999");

    var failure = failure(signedIn(server, "none"));

    assertThat(failure).hasMessageContaining("no way to sign in that Backupman knows");
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(server.messages()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AUTH, 535 cannot take",
    "MAIL, 553 cannot take",
    "RCPT, 450 cannot take",
    "RCPT, cannot take",
    "DATA, 250 cannot take",
    "., 554 cannot take",
    "., cannot take",
  })
  void aPasswordThatTheServerEchoesIsNotRepeated(String command, String reply) {
    server.answering(command, reply + " open-sesame-42 alias b3Blbi1zZXNhbWUtNDI=");

    assertThat(printed(failure(signedIn(server, "none"))))
        .contains(reply + " *** alias ***")
        .doesNotContain("open-sesame-42", "b3Blbi1zZXNhbWUtNDI=");
  }

  @Test
  void whatLedToAFailureIsKeptWithIt() {
    server.answering("RCPT", "550 5.1.1 No such user");

    var failure = failure(signedIn(server, "none"));

    assertThat(failure.getCause()).isInstanceOf(MessagingException.class);
    assertThat(printed(failure))
        .contains("Caused by: ", "SMTPAddressFailedException: 550 5.1.1 No such user");
    assertThat(failure.statusCode()).hasValue(550);
  }

  @Test
  void whatLedToARefusedSignInIsNotKept() {
    server.answering("AUTH", "535 5.7.8 Wrong password");

    assertThat(failure(signedIn(server, "none"))).hasNoCause();
  }

  /** As it would stand in a log, with all that led to it. */
  private static String printed(NotificationException failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void aDestinationThatIsNotThereAnyMoreIsTriedAgain() {
    try (var notifier = notifier(section(server, "none"))) {
      var failure =
          catchThrowableOfType(
              NotificationException.class,
              () -> notifier.send(Samples.finished(), Destination.of("Jane Doe")));

      assertThat(failure).hasMessageContaining("no destination named \"Jane Doe\" any more");
      assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    }
    assertThat(server.connections()).isZero();
  }

  @Test
  void aServerThatIsNotThereIsTriedAgain() throws IOException {
    var values = section(server, "none");
    try (var refusing = refusing()) {
      values.put("smtp_port", refusing.getLocalPort());

      var failure = failure(values);

      assertThat(failure)
          .hasMessageContaining("cannot be reached")
          .hasMessageContaining("smtp_port");
      assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
      assertThat(failure.statusCode()).isEmpty();
    }
  }

  @Test
  void aNameThatDoesNotResolveIsTriedAgain() {
    var values = section(server, "ssl");
    values.put("smtp_host", "no-such-host.invalid");

    var failure = failure(values);

    assertThat(failure).hasMessageContaining("no-such-host.invalid has no address");
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
  }

  @Test
  void aCheckSignsInAndSendsNothing() throws Exception {
    try (var notifier = notifier(signedIn(server, "none"))) {
      notifier.check();
    }

    assertThat(server.commands())
        .containsSubsequence("AUTH LOGIN", "NOOP")
        .noneMatch(line -> line.matches("(MAIL|RCPT|DATA).*"));
  }

  @Test
  void aCheckSaysWhatIsWrong() {
    server.answering("AUTH", "535 5.7.8 Wrong password");

    try (var notifier = notifier(signedIn(server, "none"))) {
      assertThatThrownBy(notifier::check)
          .isInstanceOf(NotificationException.class)
          .hasMessageContaining("535 5.7.8 Wrong password");
    }
  }
}

package io.backupman.notifier.mail;

import static io.backupman.notifier.mail.MailTests.failure;
import static io.backupman.notifier.mail.MailTests.section;
import static io.backupman.notifier.mail.MailTests.send;
import static io.backupman.notifier.mail.MailTests.signedIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.NotificationException.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key {@code smtp_crypto}: what may be seen on the wire. */
class EncryptionTest {
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer().offering("AUTH PLAIN LOGIN");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void assertNothingInTheClear() {
    assertThat(server.wires()).allSatisfy(Wire::assertNothingInTheClear);
  }

  @Test
  void sslIsEncryptedFromTheFirstByte() throws Exception {
    server.withImplicitTls(TestCertificates.GOOD);

    send(signedIn(server, "ssl"));

    assertThat(server.messages()).hasSize(1);
    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.wire().charAt(0)).isEqualTo('\u0016'); // a TLS handshake record
    assertThat(server.wire()).doesNotContain("EHLO");
    assertNothingInTheClear();
  }

  @Test
  void sslOnAPortThatGreetsInPlainTextConnectsAgainWithStartTls() throws Exception {
    server.withStartTls(TestCertificates.GOOD);

    send(signedIn(server, "ssl"));

    assertThat(server.messages()).hasSize(1);
    assertThat(server.connections()).isEqualTo(2);
    assertThat(server.commands()).containsSubsequence("STARTTLS", "AUTH LOGIN", "DATA");
    assertNothingInTheClear();
  }

  @Test
  void sslOnAPortThatGreetsLateAndInPlainTextFindsStartTlsToo() throws Exception {
    server
        .withStartTls(TestCertificates.GOOD)
        .on(
            "CONNECT",
            (line, connection) -> {
              if (server.connections() == 1) {
                connection.listen(); // greets only when the client has begun with TLS
              }
              connection.say("220 mail.test ESMTP");
            });

    send(signedIn(server, "ssl"));

    assertThat(server.messages()).hasSize(1);
    assertNothingInTheClear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls", "starttls", "STARTTLS"})
  void tlsIsStartTls(String word) throws Exception {
    server.withStartTls(TestCertificates.GOOD);

    send(signedIn(server, word));

    assertThat(server.messages()).hasSize(1);
    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.commands().subList(1, 2)).containsExactly("STARTTLS");
    assertNothingInTheClear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "tls"})
  void aServerWithoutStartTlsHearsNothing(String word) {
    var failure = failure(signedIn(server, word));

    assertThat(failure)
        .hasMessageContaining("does not offer STARTTLS")
        .hasMessageContaining("localhost:" + server.port());
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(server.commands()).noneMatch(line -> line.matches("(AUTH|MAIL|RCPT|DATA).*"));
    assertNothingInTheClear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "tls"})
  void aServerThatOnlyKnowsHeloHearsNothing(String word) {
    server.answering("EHLO", "502 what?");

    var failure = failure(signedIn(server, word));

    assertThat(failure).hasMessageContaining("does not offer STARTTLS");
    assertNothingInTheClear();
  }

  @Test
  void aServerThatRefusesStartTlsHearsNothingElse() {
    server.withStartTls(TestCertificates.GOOD).answering("STARTTLS", "454 4.7.0 TLS not available");

    var failure = failure(signedIn(server, "tls"));

    assertThat(failure).hasMessageContaining("refused to start TLS: 454 4.7.0 TLS not available");
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(454);
    assertNothingInTheClear();
  }

  @Test
  void repliesThatWereSlippedInBeforeTlsAreForgotten() throws Exception {
    server.withStartTls(TestCertificates.GOOD);
    server.on(
        "STARTTLS",
        (line, connection) -> {
          connection.say("220 go ahead\r\n250-evil\r\n250 AUTH PLAIN");
          connection.encrypt();
        });

    send(section(server, "tls"));

    assertThat(server.messages()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "tls"})
  void aCertificateForAnotherHostIsRefused(String word) {
    if (word.equals("ssl")) {
      server.withImplicitTls(TestCertificates.OTHER_HOST);
    } else {
      server.withStartTls(TestCertificates.OTHER_HOST);
    }

    var failure = failure(signedIn(server, word));

    assertThat(failure)
        .hasMessageContaining("certificate of localhost:" + server.port() + " is not accepted")
        .hasMessageContaining("it is for another host than localhost");
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(server.messages()).isEmpty();
    assertNothingInTheClear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "tls"})
  void anExpiredCertificateIsRefused(String word) {
    if (word.equals("ssl")) {
      server.withImplicitTls(TestCertificates.EXPIRED);
    } else {
      server.withStartTls(TestCertificates.EXPIRED);
    }

    assertThat(failure(signedIn(server, word)))
        .hasMessageContaining("is not accepted")
        .hasMessageContaining("it has expired");
    assertNothingInTheClear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "tls"})
  void anAuthorityThatNobodyNamedIsRefused(String word) {
    if (word.equals("ssl")) {
      server.withImplicitTls(TestCertificates.GOOD);
    } else {
      server.withStartTls(TestCertificates.GOOD);
    }
    var values = signedIn(server, word);
    values.remove("smtp_ca_file");

    assertThat(failure(values))
        .hasMessageContaining("is not accepted")
        .hasMessageContaining("smtp_ca_file");
    assertNothingInTheClear();
  }

  @Test
  void anIpAddressMustStandInTheCertificateToo() {
    server.withStartTls(TestCertificates.GOOD);
    var values = signedIn(server, "tls");
    values.put("smtp_host", "127.0.0.1");

    assertThat(failure(values)).hasMessageContaining("is not accepted");
    assertNothingInTheClear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none"})
  void noneIsPlainEvenWhereStartTlsIsOffered(String word) throws Exception {
    server.withStartTls(TestCertificates.GOOD);

    send(section(server, word));

    assertThat(server.commands()).noneMatch(line -> line.matches("(STARTTLS|AUTH).*"));
    assertThat(server.wire()).contains("MAIL FROM:<backupman@example.com>");
  }

  @Test
  void noneSignsInOnlyIfThereIsAUser() throws Exception {
    send(signedIn(server, "none"));

    assertThat(server.commands()).containsSubsequence("AUTH LOGIN", "b3Blbi1zZXNhbWUtNDI=", "DATA");
  }
}

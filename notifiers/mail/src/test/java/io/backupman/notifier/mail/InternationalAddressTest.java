package io.backupman.notifier.mail;

import static io.backupman.notifier.mail.MailTests.failure;
import static io.backupman.notifier.mail.MailTests.section;
import static io.backupman.notifier.mail.MailTests.send;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.NotificationException.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Addresses that hold more than ASCII. */
class InternationalAddressTest {
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer().offering("8BITMIME", "SMTPUTF8");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Map<String, Object> to(String email) {
    var values = section(server, "none");
    values.put("destinations", List.of(MailTests.destination("用户", email)));
    return values;
  }

  private List<String> commands() {
    return server.commands().stream().map(InternationalAddressTest::decoded).toList();
  }

  /** The server reads a character from each byte. */
  private static String decoded(String octets) {
    return new String(octets.getBytes(ISO_8859_1), UTF_8);
  }

  @Test
  void aNameBeforeTheAtGoesAsItIs() throws Exception {
    send(to("jürgen.用户@bücher.example"));

    assertThat(commands())
        .containsSubsequence(
            "MAIL FROM:<backupman@example.com> SMTPUTF8",
            "RCPT TO:<jürgen.用户@xn--bcher-kva.example>");
    assertThat(server.messages())
        .singleElement()
        .satisfies(
            message -> assertThat(decoded(message)).contains("<jürgen.用户@xn--bcher-kva.example>"));
  }

  @Test
  void aSenderOfThatKindGoesAsItIs() throws Exception {
    var values = section(server, "none");
    values.put("smtp_from", "Sicherung <büro@example.com>");

    send(values);

    assertThat(commands()).contains("MAIL FROM:<büro@example.com> SMTPUTF8");
  }

  @Test
  void aServerThatDoesNotTakeItIsNamed() throws IOException {
    server.offering("8BITMIME");

    var failure = failure(to("jürgen@example.com"));

    assertThat(failure)
        .hasMessage(
            "localhost:%d takes only addresses in ASCII (it does not offer SMTPUTF8), and"
                + " jürgen@example.com is none. Use another address or another mail server.",
            server.port());
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(server.commands()).noneMatch(line -> line.startsWith("MAIL"));
  }

  @Test
  void aDomainOfThatKindNeedsNoSupport() throws Exception {
    server.offering();

    send(to("john@bücher.example"));

    assertThat(server.commands())
        .contains("MAIL FROM:<backupman@example.com>", "RCPT TO:<john@xn--bcher-kva.example>");
    assertThat(server.messages().getFirst().chars()).allMatch(c -> c < 0x80);
  }

  @Test
  void supportIsNotAskedForWhereItIsNotNeeded() throws Exception {
    send(to("john@example.com"));

    assertThat(server.commands()).contains("MAIL FROM:<backupman@example.com>");
  }
}

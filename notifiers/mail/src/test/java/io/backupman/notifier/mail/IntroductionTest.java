package io.backupman.notifier.mail;

import static io.backupman.notifier.mail.MailTests.SHORT;
import static io.backupman.notifier.mail.MailTests.notifier;
import static io.backupman.notifier.mail.MailTests.section;
import static io.backupman.notifier.mail.MailTests.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What this machine calls itself to mail servers, and whom mails are from. */
class IntroductionTest {
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "backup-1.example.com, Robot <robot@example.org>, , backup-1.example.com, robot@example.org",
    "backup-1.example.com, , , backup-1.example.com, backupman@backup-1.example.com",
    "db1, Robot <robot@example.org>, , example.org, robot@example.org",
    "localhost, robot@bücher.example, , xn--bcher-kva.example, robot@xn--bcher-kva.example",
    "localhost.localdomain, robot@localhost, , [127.0.0.1], robot@localhost",
    "10.0.0.7, , , [127.0.0.1], backupman@[127.0.0.1]",
    "db1, , , [127.0.0.1], backupman@[127.0.0.1]",
    "my host, , , [127.0.0.1], backupman@[127.0.0.1]",
    "db1, , relay-client.example.net, relay-client.example.net, backupman@relay-client.example.net",
    "a.example, robot@example.org, db1, db1, robot@example.org",
    "a.example, robot@example.org, bücher.example, xn--bcher-kva.example, robot@example.org",
    "a.example, robot@example.org, [192.0.2.7], [192.0.2.7], robot@example.org",
    "a.example, robot@example.org, [IPv6:2001:db8::7], [IPv6:2001:db8::7], robot@example.org",
  })
  void aMachineHasANameThatServersMayLookUpOrElseItsAddress(
      String hostName, @Nullable String from, @Nullable String helo, String greeting, String sender)
      throws Exception {
    deliver(hostName, from, helo);

    assertThat(server.commands()).contains("EHLO " + greeting, "MAIL FROM:<" + sender + ">");
    assertThat(MailTests.parse(server.messages().getFirst()).getHeader("From", null))
        .contains(sender);
  }

  private void deliver(String hostName, @Nullable String from, @Nullable String helo)
      throws Exception {
    var values = section(server, "none");
    values.put("smtp_host", "127.0.0.1");
    put(values, "smtp_from", from);
    put(values, "smtp_helo", helo);
    try (var notifier = notifier(values, SHORT, new FakeContext(hostName, Optional.empty()))) {
      send(notifier, Samples.finished());
    }
  }

  private static void put(Map<String, Object> values, String key, @Nullable String value) {
    values.remove(key);
    if (value != null) {
      values.put(key, value);
    }
  }

  @Test
  void theAddressOfAMachineIsWrittenAsALiteral() throws Exception {
    var nobody = OwnName.firstOf(Stream.empty());

    assertThat(nobody.calling(InetAddress.getByName("192.0.2.7"))).isEqualTo("[192.0.2.7]");
    assertThat(nobody.calling(InetAddress.getByName("2001:db8::7")))
        .isEqualTo("[IPv6:2001:db8:0:0:0:0:0:7]");
    assertThat(nobody.calling(InetAddress.getByName("fe80::7%1")))
        .isEqualTo("[IPv6:fe80:0:0:0:0:0:0:7]");
  }
}

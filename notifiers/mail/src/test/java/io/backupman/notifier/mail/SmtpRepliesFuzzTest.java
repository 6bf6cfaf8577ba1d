package io.backupman.notifier.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.backupman.notifier.mail.SmtpServer.Reaction;
import io.backupman.notifier.spi.NotificationException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a mail server answers, what became of the message is told in a line without secrets. */
@Timeout(60)
class SmtpRepliesFuzzTest {
  private static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2));

  private static final Pattern WHOLE = Pattern.compile("(?s)(.*\n)?\\d{3} [^\n]*\n");

  private static final List<String> STEPS =
      List.of("CONNECT", "EHLO", "AUTH PLAIN", "MAIL", "RCPT", "DATA", ".");

  /** What is said at each step, parted by bytes of zero; nothing means the usual. */
  static Stream<byte[]> examples() {
    return Stream.of(
            "",
            "220-hello\r\n220 there\r\n",
            "554 no\u0085\u001b[31m\r\n",
            "\u0000500 what\r\n",
            "\u0000250-mail\r\n250 AUTH PLAIN LOGIN\r\n\u0000535 open-sesame-42\r\n",
            "\u0000250-mail\r\n250 AUTH 19 open-sesame-42\r\n",
            "\u0000\u0000\u0000450 4.7.1 later\r\n",
            "\u0000\u0000\u0000\u0000\u0000\u0000250 queued as open-sesame-42\r\n",
            "\u0000\u0000\u0000\u0000550 \u00c3\u00bc\u00ff no such user\r\n",
            "\u0000\u0000\u0000\u0000\u0000354\r\n\u0000451-a\r\n451 b\r\n",
            "\u0000\u0000\u0000\u0000\u0000\u0000250-queued\r\n",
            "HTTP/1.1 400 Bad Request\r\n\r\n",
            "22")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("examples")
  @FuzzTest
  void whatBecameOfTheMessageIsToldInALine(byte[] said) throws Exception {
    try (var server = new SmtpServer().offering("AUTH PLAIN")) {
      reactions(new String(said, ISO_8859_1)).forEach(server::on);
      try (var notifier = MailTests.notifier(settings(server), LIMITS)) {
        var receipt = MailTests.send(notifier, Samples.finished());
        assertIsLine(receipt.detail());
        assertThat(server.commands()).contains("DATA");
      } catch (NotificationException e) {
        assertIsLine(Objects.requireNonNull(e.getMessage()));
        assertThat(e.getMessage()).hasSizeLessThan(1500);
        if (e.outcome() == NotificationException.Outcome.PERMANENT) {
          assertThat(e.statusCode().orElseThrow()).isBetween(500, 599);
        }
      }
    }
  }

  private static Map<String, Object> settings(SmtpServer server) {
    var values = MailTests.working(server.port());
    values.put("smtp_crypto", "none");
    values.put("smtp_user", "robot");
    values.put("smtp_password", "open-sesame-42");
    return values;
  }

  private static Map<String, Reaction> reactions(String said) {
    var reactions = new ConcurrentHashMap<String, Reaction>();
    Deque<String> parts = new ArrayDeque<>(List.of(said.split("\u0000", -1)));
    for (var step : STEPS) {
      var part = parts.poll();
      if (part != null && !part.isEmpty()) {
        reactions.put(step, said(part));
      }
    }
    return reactions;
  }

  private static Reaction said(String part) {
    return (line, connection) -> {
      connection.write(part);
      if (!WHOLE.matcher(part).matches()) {
        connection.drop(); // Or the client would wait for the rest.
      }
    };
  }

  private static void assertIsLine(String text) {
    assertThat(text).doesNotContain("open-sesame-42");
    assertThat(text.chars().filter(SmtpRepliesFuzzTest::breaksALine).boxed()).isEmpty();
  }

  private static boolean breaksALine(int c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }
}

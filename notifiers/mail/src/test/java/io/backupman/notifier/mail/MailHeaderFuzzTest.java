package io.backupman.notifier.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.summary.PlainText;
import jakarta.mail.Header;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a data source is called: the subject names it, and no header is added. */
@Timeout(60)
class MailHeaderFuzzTest {
  private static final String[] HEADERS = {
    "Date",
    "From",
    "To",
    "Message-ID",
    "References",
    "Subject",
    "MIME-Version",
    "Content-Type",
    "Auto-Submitted",
    "X-Backupman-Report-Id"
  };

  static Stream<byte[]> examples() {
    return Stream.of(
            "MySQL 1",
            "a\r\nBcc: eve@example.com",
            "a\u2028\u0085Bcc: eve@example.com",
            "数据库 🐬 " + "ü".repeat(100),
            "=?UTF-8?B?w7w=?= =?x?Q?=0D=0A?=",
            "  two  spaces ")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("examples")
  @FuzzTest
  void aLabelAddsNoHeader(byte[] written) throws Exception {
    var label = new String(written, UTF_8);
    var message = arrived(label);

    assertThat(Collections.list(message.getAllHeaders()))
        .extracting(Header::getName)
        .containsExactlyInAnyOrder(HEADERS);
    assertThat(message.getSubject())
        .isEqualTo("[Backupman] " + PlainText.oneLine(label) + ": backup finished");
  }

  private static MimeMessage arrived(String label) throws Exception {
    var sender =
        new Sender(Optional.of(new InternetAddress("backupman@example.com")), "example.com");
    var recipient = new Recipient(Destination.of("John"), "john@example.com");
    var report = Samples.notification(Samples.finished(label).build());
    var message =
        new ReportMessage(sender, new FakeContext())
            .compose(report, new InternetAddress("backupman@example.com"), recipient);
    var wire = new ByteArrayOutputStream();
    message.writeTo(wire);
    return new MimeMessage(
        Session.getInstance(new Properties()), new ByteArrayInputStream(wire.toByteArray()));
  }
}

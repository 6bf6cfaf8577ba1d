package io.backupman.notifier.mail;

import static io.backupman.notifier.mail.MailTests.notifier;
import static io.backupman.notifier.mail.MailTests.parse;
import static io.backupman.notifier.mail.MailTests.section;
import static io.backupman.notifier.mail.MailTests.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The message as it arrives at a server. */
class ReportMessageTest {
  private SmtpServer server;
  private Map<String, Object> values;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer();
    values = section(server, "none");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private MimeMessage arrived(Notification notification) throws Exception {
    try (var notifier = notifier(values)) {
      send(notifier, notification);
    }
    return parse(server.messages().getLast());
  }

  private static String part(MimeMessage message, int index) throws Exception {
    return (String) ((MimeMultipart) message.getContent()).getBodyPart(index).getContent();
  }

  @Test
  void theEnvelopeNamesSenderAndRecipient() throws Exception {
    arrived(Samples.finished());

    assertThat(server.commands())
        .containsSubsequence(
            "EHLO backup-1.example.com",
            "MAIL FROM:<backupman@example.com>",
            "RCPT TO:<john.doe@example.com>",
            "DATA");
  }

  @Test
  void theHeadersSayWhatItIs() throws Exception {
    var message = arrived(Samples.finished());

    assertThat(message.getSubject()).isEqualTo("[Backupman] MySQL 1: backup finished");
    assertThat(message.getHeader("From")).containsExactly("Backupman <backupman@example.com>");
    assertThat(message.getHeader("To")).containsExactly("John Doe <john.doe@example.com>");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getHeader("X-Backupman-Report-Id"))
        .containsExactly(Samples.REPORT.toString());
    assertThat(message.getSentDate().toInstant()).isEqualTo(Instant.parse("2025-07-02T10:05:07Z"));
    assertThat(message.getHeader("Date")[0])
        .matches("[A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}.*");
    assertThat(message.getHeader("MIME-Version")).containsExactly("1.0");
  }

  @Test
  void aFailureSaysSoInTheSubject() throws Exception {
    assertThat(arrived(Samples.failed("No.")).getSubject())
        .isEqualTo("[Backupman] MySQL 1: backup failed");
  }

  @Test
  void theMessageIdStaysOverRetriesAndChangesWithTheDelivery() throws Exception {
    var report = Samples.finished("MySQL 1").build();
    var first = arrived(Samples.notification(report, Samples.DELIVERY, 1)).getMessageID();
    var retry = arrived(Samples.notification(report, Samples.DELIVERY, 2)).getMessageID();
    var resend = arrived(Samples.notification(report, UUID.randomUUID(), 1)).getMessageID();

    assertThat(first).isEqualTo("<" + Samples.DELIVERY + "@example.com>");
    assertThat(retry).isEqualTo(first);
    assertThat(resend).isNotEqualTo(first);
  }

  @Test
  void theReportsOfALabelAreOneThread() throws Exception {
    var finished = arrived(Samples.finished()).getHeader("References");
    var failed = arrived(Samples.failed("No.")).getHeader("References");
    var other =
        arrived(Samples.notification(Samples.finished("Other").build())).getHeader("References");

    assertThat(finished).hasSize(1).isEqualTo(failed);
    assertThat(finished[0]).matches("<label-[0-9a-f]{32}@example\\.com>");
    assertThat(other).isNotEqualTo(finished);
  }

  @Test
  void theTextComesFirstAndThenTheHtml() throws Exception {
    var message = arrived(Samples.finished());
    var parts = (MimeMultipart) message.getContent();

    assertThat(message.getContentType()).startsWith("multipart/alternative");
    assertThat(parts.getCount()).isEqualTo(2);
    assertThat(parts.getBodyPart(0).isMimeType("text/plain")).isTrue();
    assertThat(parts.getBodyPart(1).isMimeType("text/html")).isTrue();
    assertThat(parts.getBodyPart(0).getContentType()).containsIgnoringCase("charset=utf-8");
    assertThat(parts.getBodyPart(1).getContentType()).containsIgnoringCase("charset=utf-8");
  }

  @Test
  void bothPartsSayWhatAPersonWantsToKnow() throws Exception {
    var message = arrived(Samples.finished());

    for (var part : List.of(part(message, 0), part(message, 1))) {
      assertThat(part)
          .contains("MySQL 1: backup finished", "mysql")
          .contains("Wed 2 Jul 2025, 10:00:00 UTC", "Wed 2 Jul 2025, 10:05:00 UTC", "5 min")
          .contains("589.2 MiB", "Local Drive", "Off-site S3", "finished")
          .contains("storage/mysql-1-20250702100000-b4c3f1a0.sql.gz")
          .contains("https://backupman.example.com", Samples.REPORT.toString());
    }
  }

  @Test
  void aFailureSaysWhyBeforeAnythingElse() throws Exception {
    var message = arrived(Samples.failed("Access denied for user 'root'."));

    assertThat(part(message, 0))
        .startsWith("MySQL 1: backup failed\r\n\r\nAccess denied for user 'root'.\r\n\r\n");
    assertThat(part(message, 1))
        .contains("MySQL 1: backup failed")
        .containsSubsequence(">Access denied for user 'root'.<", "Started", "Drives");
    assertThat(part(message, 0)).contains("does not exist in us-east-1.", "(s3): failed");
    assertThat(part(message, 1)).contains("does not exist in us-east-1.", ">failed<");
  }

  @Test
  void linesLookLikeTheTextOfAPerson() throws Exception {
    assertThat(part(arrived(Samples.finished()), 0).replace("\r\n", "\n"))
        .isEqualTo(
            """
            MySQL 1: backup finished

            Done in 5 min, 589.2 MiB, on 2 drives.

            Data source: MySQL 1 (mysql)
            Started: Wed 2 Jul 2025, 10:00:00 UTC
            Ended: Wed 2 Jul 2025, 10:05:00 UTC
            Took: 5 min
            Size: 589.2 MiB

            Drives:
            - Local Drive (local): finished
              storage/mysql-1-20250702100000-b4c3f1a0.sql.gz
            - Off-site S3 (s3): finished
              backups/mysql-1-20250702100000-b4c3f1a0.sql.gz

            Where to look: https://backupman.example.com
            Report: 01980000-0000-7000-8000-000000000001
            Backup: b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b

            --\s
            Sent by Backupman 1.2.3 on backup-1.example.com to John Doe, a destination of the \
            notifier mail.
            """);
  }

  @Test
  void namesInAnyLanguageArriveWhole() throws Exception {
    values.put("smtp_from", "Sicherung für 東京 <backup@example.com>");
    values.put("destinations", List.of(MailTests.destination("Zoë Ångström", "zoe@example.com")));

    var message = arrived(Samples.notification(Samples.finished("Büro 数据库 🚀").build()));

    assertThat(message.getSubject()).isEqualTo("[Backupman] Büro 数据库 🚀: backup finished");
    assertThat(message.getFrom()[0])
        .hasToString("=?UTF-8?Q?Sicherung_f=C3=BCr_=E6=9D=B1=E4=BA=AC?= <backup@example.com>");
    assertThat(part(message, 0)).contains("Büro 数据库 🚀");
    assertThat(part(message, 1)).contains("Büro 数据库 🚀", "Zoë Ångström");
    assertThat(server.messages().getFirst().chars()).allMatch(c -> c < 0x80);
    assertThat(server.messages().getFirst().lines()).allMatch(line -> line.length() <= 998);
  }

  @Test
  void lineEndsInAValueNeverAddAHeader() throws Exception {
    var evil = "x\r\nBcc: eve@example.com\r\n\r\nhello\rX-A: 1\nX-B: 2\u2028X-C: 3";
    values.put("destinations", List.of(MailTests.destination(evil, "john@example.com")));
    var report =
        Samples.failed(evil, evil)
            .provider(evil)
            .driveFiles(
                List.of(
                    DriveFile.builder(UUID.randomUUID(), Samples.BACKUP, evil, evil, Instant.EPOCH)
                        .path(evil)
                        .build()))
            .build();

    var message = arrived(Samples.notification(report));

    var raw = server.messages().getFirst();
    var headers = raw.substring(0, raw.indexOf("\r\n\r\n")).replaceAll("\r\n[ \t]", " ").lines();
    assertThat(headers.map(line -> line.substring(0, line.indexOf(':'))))
        .containsExactlyInAnyOrder(
            "Date",
            "From",
            "To",
            "Message-ID",
            "References",
            "Subject",
            "MIME-Version",
            "Content-Type",
            "Auto-Submitted",
            "X-Backupman-Report-Id");
    assertThat(Arrays.asList(message.getAllRecipients()))
        .singleElement()
        .asString()
        .contains("john@example.com");
    assertThat(message.getSubject())
        .isEqualTo("[Backupman] x Bcc: eve@example.com hello X-A: 1 X-B: 2 X-C: 3: backup failed");
    assertThat(server.commands()).filteredOn(line -> line.startsWith("RCPT")).hasSize(1);
  }

  @Test
  void aLineOfOneDotDoesNotEndTheMessage() throws Exception {
    var message = arrived(Samples.failed("before\n.\nafter"));

    assertThat(part(message, 0)).contains("before\r\n.\r\nafter");
    assertThat(server.messages()).hasSize(1);
  }

  @Test
  void linesEndInCrlfWithinBase64Too() throws Exception {
    var message = arrived(Samples.failed("备份失败，磁盘已满。\n" + "请检查磁盘空间。".repeat(450)));

    var parts = (MimeMultipart) message.getContent();
    for (var index = 0; index < parts.getCount(); index++) {
      var raw = (MimeBodyPart) parts.getBodyPart(index);
      assertThat(raw.getHeader("Content-Transfer-Encoding")).containsExactly("base64");
      var decoded = Base64.getMimeDecoder().decode(raw.getRawInputStream().readAllBytes());
      assertThat(new String(decoded, UTF_8))
          .contains("磁盘已满。\r\n请检查")
          .doesNotContainPattern("(?<!\r)\n|\r(?!\n)");
    }
  }

  @Test
  void theCallersClassLoaderDoesNotMatter() throws Exception {
    var thread = Thread.currentThread();
    var own = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      assertThat(arrived(Samples.finished()).getSubject()).contains("backup finished");
    } finally {
      thread.setContextClassLoader(own);
    }
  }

  @Test
  void nothingIsConnectedBeforeTheFirstMessage() {
    try (var notifier = notifier(values)) {
      assertThat(notifier.destinations()).hasSize(1);
    }

    assertThat(server.connections()).isZero();
  }
}

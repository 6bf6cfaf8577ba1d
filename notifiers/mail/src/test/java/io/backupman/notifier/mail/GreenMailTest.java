package io.backupman.notifier.mail;

import static io.backupman.notifier.mail.MailTests.failure;
import static io.backupman.notifier.mail.MailTests.notifier;
import static io.backupman.notifier.mail.MailTests.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.backupman.notifier.spi.NotificationException.Outcome;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mail server that others wrote. */
class GreenMailTest {
  private static final String KEY_STORE = "greenmail.tls.keystore.file";
  private static final String KEY_STORE_PASSWORD = "greenmail.tls.keystore.password";

  private GreenMail mail;

  /** GreenMail takes its certificate from here; its own names no host. */
  @BeforeAll
  static void showACertificateForLocalhost() {
    System.setProperty(
        KEY_STORE, TestCertificates.get().keyStore(TestCertificates.GOOD).toString());
    System.setProperty(KEY_STORE_PASSWORD, TestCertificates.PASSWORD);
  }

  @AfterAll
  static void leaveNothingBehind() {
    System.clearProperty(KEY_STORE);
    System.clearProperty(KEY_STORE_PASSWORD);
  }

  @BeforeEach
  void start() {
    mail =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, "127.0.0.1", "smtp"), new ServerSetup(0, "127.0.0.1", "smtps")
            });
    mail.setUser("backupman@example.com", "robot", "open-sesame-42");
    mail.getUserManager().setAuthRequired(true);
    mail.start();
  }

  private Map<String, Object> section(int port, String crypto) {
    var values = MailTests.working(port);
    values.put("smtp_crypto", crypto);
    values.put("smtp_user", "robot");
    values.put("smtp_password", "open-sesame-42");
    values.put("smtp_ca_file", TestCertificates.get().authority().toString());
    return values;
  }

  @AfterEach
  void stop() {
    mail.stop();
  }

  @Test
  void takesAReportInPlain() throws Exception {
    try (var notifier = notifier(section(mail.getSmtp().getPort(), "none"))) {
      send(notifier, Samples.finished());
    }

    assertThat(mail.getReceivedMessages())
        .singleElement()
        .satisfies(
            message ->
                assertThat(message.getSubject()).isEqualTo("[Backupman] MySQL 1: backup finished"));
  }

  @Test
  void takesAReportOverImplicitTls() throws Exception {
    try (var notifier = notifier(section(mail.getSmtps().getPort(), "ssl"))) {
      notifier.check();
      send(notifier, Samples.failed("No."));
    }

    assertThat(mail.getReceivedMessages())
        .singleElement()
        .satisfies(
            message ->
                assertThat(message.getSubject()).isEqualTo("[Backupman] MySQL 1: backup failed"));
  }

  @Test
  void refusesAWrongPassword() {
    var values = section(mail.getSmtp().getPort(), "none");
    values.put("smtp_password", "wrong");

    var failure = failure(values);

    assertThat(failure).hasMessageContaining("refused the sign-in of robot: 535");
    assertThat(failure.outcome()).isEqualTo(Outcome.PERMANENT);
  }
}

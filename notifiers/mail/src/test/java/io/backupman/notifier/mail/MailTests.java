package io.backupman.notifier.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.testkit.MapSettings;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** What the tests of conversations have in common. */
final class MailTests {
  static final Limits SHORT =
      new Limits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20));

  private MailTests() {}

  /** A section that works, for a server on this port. */
  static Map<String, Object> working(int port) {
    var values = new LinkedHashMap<String, Object>();
    values.put("smtp_host", "localhost");
    values.put("smtp_port", port);
    values.put("smtp_from", "Backupman <backupman@example.com>");
    values.put("destinations", List.of(destination("John Doe", "john.doe@example.com")));
    return values;
  }

  static Map<String, Object> destination(String name, String email) {
    return Map.of("name", name, "email", email);
  }

  /** A section for this server, with the test authority trusted. */
  static Map<String, Object> section(SmtpServer server, String crypto) {
    var values = working(server.port());
    values.put("smtp_crypto", crypto);
    values.put("smtp_ca_file", TestCertificates.get().authority().toString());
    return values;
  }

  /** The same, signing in. */
  static Map<String, Object> signedIn(SmtpServer server, String crypto) {
    var values = section(server, crypto);
    values.put("smtp_user", "robot");
    values.put("smtp_password", "open-sesame-42");
    return values;
  }

  static MailNotifier notifier(Map<String, Object> values) {
    return notifier(values, SHORT);
  }

  static MailNotifier notifier(Map<String, Object> values, Limits limits) {
    return notifier(values, limits, new FakeContext());
  }

  static MailNotifier notifier(Map<String, Object> values, Limits limits, FakeContext context) {
    var settings = MapSettings.of("mail", values);
    var mail = new MailSettingsReader(settings, context).read();
    assertThat(settings.problems()).isEmpty();
    return new MailNotifier(mail, context, limits);
  }

  /** Bound but not listening: its port refuses connections, and nobody else can get it. */
  static Socket refusing() throws IOException {
    var bound = new Socket();
    bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return bound;
  }

  /** Sends to the first destination. */
  static Receipt send(MailNotifier notifier, Notification notification)
      throws NotificationException, InterruptedException {
    return notifier.send(notification, notifier.destinations().getFirst());
  }

  static Receipt send(Map<String, Object> values)
      throws NotificationException, InterruptedException {
    try (var notifier = notifier(values)) {
      return send(notifier, Samples.finished());
    }
  }

  /** How sending fails. */
  static NotificationException failure(Map<String, Object> values) {
    return failure(values, SHORT);
  }

  static NotificationException failure(Map<String, Object> values, Limits limits) {
    try (var notifier = notifier(values, limits)) {
      return catchThrowableOfType(
          NotificationException.class, () -> send(notifier, Samples.finished()));
    }
  }

  static MimeMessage parse(String raw) throws MessagingException {
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(raw.getBytes(StandardCharsets.ISO_8859_1)));
  }
}

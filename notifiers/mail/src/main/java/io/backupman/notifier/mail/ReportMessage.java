package io.backupman.notifier.mail;

import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.summary.Summary;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HexFormat;
import java.util.Properties;
import java.util.regex.Pattern;

/** Makes the message of a report: headers, a text, and the same in HTML. Thread-safe. */
final class ReportMessage {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();
  private static final Pattern LINE_END = Pattern.compile("\\r\\n?|\\n");

  private final Sender sender;
  private final NotifierContext context;

  ReportMessage(Sender sender, NotifierContext context) {
    this.sender = sender;
    this.context = context;
  }

  /** The message from a sender for one recipient, ready to be sent. */
  MimeMessage compose(Notification notification, InternetAddress from, Recipient recipient)
      throws MessagingException {
    var session = session(from.getAddress(), recipient.email());
    var message = new IdentifiedMessage(session, id(notification.deliveryId().toString()));
    message.setFrom(from);
    message.setRecipient(
        RecipientType.TO, MailAddress.named(recipient.email(), recipient.destination().name()));
    message.setSubject(subject(notification), UTF_8);
    message.setSentDate(Date.from(context.clock().instant()));
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("X-Backupman-Report-Id", notification.reportId().toString());
    message.setHeader("References", id(thread(subjectMatter(notification))));
    message.setContent(content(ReportView.of(notification, recipient.destination(), context)));
    message.saveChanges();
    return message;
  }

  /** Headers in UTF-8 (RFC 6532) only where an address needs that: not every server takes them. */
  private static Session session(String from, String to) {
    var properties = new Properties();
    properties.setProperty(
        SmtpSession.INTERNATIONAL,
        Boolean.toString(MailAddress.isInternational(from) || MailAddress.isInternational(to)));
    return Session.getInstance(properties);
  }

  private static String subject(Notification notification) {
    return "[Backupman] " + Summary.of(notification, ZoneOffset.UTC).title();
  }

  private static String subjectMatter(Notification notification) {
    var backup = notification.backup();
    var outage = notification.outage();
    var overdue = notification.overdue();
    if (backup != null) {
      return backup.label();
    }
    if (overdue != null) {
      return overdue.label();
    }
    return outage == null ? notification.event() : outage.notifier() + "\n" + outage.destination();
  }

  private static MimeMultipart content(ReportView view) throws MessagingException {
    var text = new MimeBodyPart();
    text.setText(inCrlf(ReportPages.text(view)), UTF_8, "plain");
    var html = new MimeBodyPart();
    html.setText(inCrlf(ReportPages.html(view)), UTF_8, "html");
    return new MimeMultipart("alternative", text, html);
  }

  /**
   * The text with the line ends of mail. Jakarta Mail leaves them alone where it encodes as base64,
   * as it does with a text that is mostly not ASCII (RFC 2045, section 6.8).
   */
  private static String inCrlf(String text) {
    return LINE_END.matcher(text).replaceAll("\r\n");
  }

  private String id(String left) {
    return "<" + left + "@" + sender.messageIdDomain() + ">";
  }

  /** The same for all reports of one thing from this Backupman, and different for another's. */
  private String thread(String about) {
    var seed = about + "\n" + context.appUrl().map(Object::toString).orElse("");
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
      return "label-" + HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** A message that keeps its id when it is saved. */
  private static final class IdentifiedMessage extends MimeMessage {
    private final String id;

    IdentifiedMessage(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}

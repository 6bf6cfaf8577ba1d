package io.backupman.notifier.mail;

import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.Properties;

/** What Jakarta Mail needs to know for one connection to a server. */
final class SmtpSession {
  /** Jakarta Mail's property that permits more than ASCII in addresses (RFC 6531). */
  static final String INTERNATIONAL = "mail.mime.allowutf8";

  private SmtpSession() {}

  /**
   * A conversation that has not begun.
   *
   * @param startTls whether STARTTLS is demanded, or not used at all
   * @param international whether addresses may hold more than ASCII
   * @param ownName what this machine calls itself
   * @param dialer has the connection
   */
  static StagedTransport transport(
      MailServer server, boolean startTls, boolean international, String ownName, Dialer dialer) {
    var properties = properties(server, startTls);
    properties.setProperty("mail.smtp.localhost", ownName);
    properties.setProperty(INTERNATIONAL, Boolean.toString(international));
    return new StagedTransport(
        Session.getInstance(properties),
        new URLName("smtp", server.host(), server.port(), null, null, null),
        dialer,
        server.account().isPresent());
  }

  private static Properties properties(MailServer server, boolean startTls) {
    var properties = new Properties();
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.socketFactory", server.tls());
    properties.setProperty("mail.smtp.quitwait", "false");
    return properties;
  }
}

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
   * @param dialer has the connection
   */
  static StagedTransport transport(
      MailServer server, boolean startTls, boolean international, Dialer dialer) {
    var properties = properties(server, startTls);
    properties.setProperty(INTERNATIONAL, Boolean.toString(international));
    var session = Session.getInstance(properties);
    var account = server.account();
    return new StagedTransport(
        session,
        new URLName(
            "smtp",
            server.host(),
            server.port(),
            null,
            account.map(Account::user).orElse(null),
            account.map(signIn -> signIn.password().value()).orElse(null)),
        dialer);
  }

  private static Properties properties(MailServer server, boolean startTls) {
    var properties = new Properties();
    properties.setProperty("mail.smtp.localhost", server.greetingName());
    properties.setProperty("mail.smtp.auth", Boolean.toString(server.account().isPresent()));
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.socketFactory", server.tls());
    properties.setProperty("mail.smtp.quitwait", "false");
    return properties;
  }
}

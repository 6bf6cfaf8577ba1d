package io.backupman.notifier.mail;

import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.Properties;

/** What Jakarta Mail needs to know for one connection to a server. */
final class SmtpSession {

  private SmtpSession() {}

  /** A conversation that has not begun, in which STARTTLS is demanded or not used at all. */
  static StagedTransport transport(MailServer server, boolean startTls) {
    var session = Session.getInstance(properties(server, startTls));
    var account = server.account();
    return new StagedTransport(
        session,
        new URLName(
            "smtp",
            server.host(),
            server.port(),
            null,
            account.map(Account::user).orElse(null),
            account.map(signIn -> signIn.password().value()).orElse(null)));
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

package io.backupman.notifier.mail;

import io.backupman.notifier.spi.summary.PlainText;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.logging.Logger;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * An SMTP conversation that knows how far it has come. Used by one thread; {@link #stage} may be
 * called by any.
 */
final class StagedTransport extends SMTPTransport {
  private static final int MOST_OF_THE_WAYS = 80;
  private static final Set<Integer> UNKNOWN_COMMAND = Set.of(500, 502);

  private volatile Stage stage = Stage.GREETING;
  private final Dialer dialer;
  private final boolean mustSignIn;
  private boolean encrypted;

  /**
   * A conversation that has not begun.
   *
   * @param mustSignIn whether it is of no use without the extension AUTH
   */
  StagedTransport(Session session, URLName server, Dialer dialer, boolean mustSignIn) {
    super(session, server);
    this.dialer = dialer;
    this.mustSignIn = mustSignIn;
    silence(StagedTransport.class.getPackageName());
    silence(StagedTransport.class.getPackageName() + ".protocol");
  }

  /**
   * Jakarta Mail logs every step and reply under the package of the class that extends its own,
   * which is ours. What is worth knowing of it stands in our exceptions, with secrets masked.
   */
  private static void silence(String logger) {
    Logger.getLogger(logger).setFilter(record -> false);
  }

  Stage stage() {
    return stage;
  }

  /** Whether the server offers to sign in. */
  boolean offersSignIn() {
    return supportsExtension("AUTH") || supportsExtension("AUTH=LOGIN");
  }

  /** The ways to sign in that the server offers, in its words. */
  String offeredSignIns() {
    var ways = getExtensionParameter("AUTH");
    return PlainText.cut(PlainText.oneLine(ways == null ? "" : ways), MOST_OF_THE_WAYS);
  }

  /** Whether the server offers this way to sign in. */
  synchronized boolean offersSignIn(String way) {
    return supportsAuthentication(way);
  }

  @Override
  protected boolean ehlo(String domain) throws MessagingException {
    stage = Stage.HELLO;
    var understood = super.ehlo(domain);
    if (!understood && (encrypted || !mayKnowHelo())) {
      throw new MessagingException(getLastServerResponse());
    }
    if (understood) {
      stage = getRequireStartTLS() && !encrypted ? Stage.STARTTLS : Stage.SIGN_IN;
    }
    return understood;
  }

  /**
   * Who does not know EHLO is told HELO (RFC 5321, section 3.2), and who does not like what it was
   * told. After that there are no extensions: where one is needed, the refusal is what counts.
   */
  private boolean mayKnowHelo() {
    var code = getLastReturnCode();
    return UNKNOWN_COMMAND.contains(code)
        || (code >= 500 && code < 600 && !mustSignIn && !getRequireStartTLS());
  }

  @Override
  protected void helo(String domain) throws MessagingException {
    super.helo(domain);
    stage = getRequireStartTLS() && !encrypted ? Stage.STARTTLS : Stage.SIGN_IN;
  }

  @Override
  protected void startTLS() throws MessagingException {
    stage = Stage.TLS;
    super.startTLS();
    encrypted = true;
  }

  @Override
  protected void mailFrom() throws MessagingException {
    stage = Stage.SENDER;
    super.mailFrom();
  }

  @Override
  protected void rcptTo() throws MessagingException {
    stage = Stage.RECIPIENT;
    super.rcptTo();
  }

  @Override
  protected OutputStream data() throws MessagingException {
    stage = Stage.MESSAGE;
    return super.data();
  }

  /** Who gives up before the answer to a message sends it twice. */
  @Override
  protected void finishData() throws IOException, MessagingException {
    stage = Stage.HANDED_OVER;
    dialer.waitWithoutLimit();
    super.finishData();
  }

  /**
   * Jakarta Mail says RSET after a refusal. There is no second message, and a server that hangs up
   * after its refusal must not make us forget it.
   */
  @Override
  public synchronized void issueCommand(String command, int expected) throws MessagingException {
    if (!command.equals("RSET")) {
      super.issueCommand(command, expected);
    }
  }

  /** Asks for nothing, to hear whether the server is there. */
  void noop() throws MessagingException {
    stage = Stage.CHECK;
    issueCommand("NOOP", 250);
  }
}

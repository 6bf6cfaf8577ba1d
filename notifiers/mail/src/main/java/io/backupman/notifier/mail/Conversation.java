package io.backupman.notifier.mail;

import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.summary.PlainText;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.angus.mail.util.WriteTimeoutSocket;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with the mail server, from connecting to taking leave. Used by one thread;
 * {@link #abort} and {@link #stage} may be called by any.
 */
final class Conversation implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Conversation.class.getName());

  private final MailServer server;
  private final Limits limits;
  private final ScheduledExecutorService writeTimer;
  private final Dialer dialer;
  private volatile Stage ownStage = Stage.CONNECT;
  private volatile @Nullable StagedTransport transport;
  private volatile String ownName = "";
  private volatile String sender = "";
  private String recipient = "";

  /**
   * Prepares a conversation.
   *
   * @param writeTimer ends writes that the server does not take
   */
  Conversation(MailServer server, Limits limits, ScheduledExecutorService writeTimer) {
    this.server = server;
    this.limits = limits;
    this.writeTimer = writeTimer;
    this.dialer = new Dialer(server, limits);
  }

  /** A message that is written once it is known whom it is from. */
  interface Letter {
    /** Writes it. */
    MimeMessage from(InternetAddress sender) throws MessagingException;
  }

  /** Hands a message over; the receipt is what the server answered to it. */
  Receipt deliver(Letter letter, Sender from, String to)
      throws NotificationException, IOException, MessagingException {
    sender = from.knownAddress();
    recipient = to;
    var smtp = open();
    var address = from.on(ownName);
    sender = address.getAddress();
    demandSupportFor(sender, smtp);
    demandSupportFor(to, smtp);
    smtp.sendMessage(written(letter, address), new Address[] {new InternetAddress(to)});
    return Receipt.of(smtp.getLastReturnCode(), PlainText.oneLine(server.masked(lastReply())));
  }

  private static MimeMessage written(Letter letter, InternetAddress from)
      throws NotificationException {
    try {
      return letter.from(from);
    } catch (MessagingException e) {
      throw NotificationException.retryable(
              "The message could not be written: %s. This is a defect of Backupman."
                  .formatted(Failure.of(e).reason()))
          .causedBy(e);
    }
  }

  /** Connects and signs in, and sends nothing. */
  void check() throws NotificationException, IOException, MessagingException {
    open().noop();
  }

  private void demandSupportFor(String address, StagedTransport smtp) throws NotificationException {
    if (MailAddress.isInternational(address) && !smtp.supportsExtension("SMTPUTF8")) {
      throw NotificationException.retryable(
          server.authority()
              + " takes only addresses in ASCII (it does not offer SMTPUTF8), and "
              + address
              + " is none. Use another address or another mail server.");
    }
  }

  private StagedTransport open() throws NotificationException, IOException, MessagingException {
    var smtp =
        switch (server.crypto()) {
          case NONE -> greet(patient(dialer.dial()), false);
          case STARTTLS -> greet(patient(dialer.dial()), true);
          case SSL -> openEncrypted();
        };
    if (server.account().isPresent()) {
      signIn(smtp, server.account().get());
    }
    return smtp;
  }

  private void signIn(StagedTransport smtp, Account account)
      throws NotificationException, MessagingException {
    if (!smtp.offersSignIn()) {
      throw NotificationException.retryable(
          server.authority()
              + " offers no way to sign in (AUTH) on this connection. Check smtp_port and"
              + " smtp_crypto, or remove smtp_user and smtp_password.");
    }
    if (!new SignIn(smtp, server.host(), account).done()) {
      throw NotificationException.retryable(
          server.masked(
              "%s offers no way to sign in that Backupman knows, only %s. Check smtp_port and smtp_crypto."
                  .formatted(server.authority(), smtp.offeredSignIns())));
    }
  }

  /**
   * Encrypts from the first byte. A server that speaks first, and in plain text, wants STARTTLS on
   * this port: it is called again and told to.
   */
  private StagedTransport openEncrypted() throws IOException, MessagingException {
    var socket = dialer.dial();
    ownStage = Stage.TLS;
    Socket encrypted;
    try {
      encrypted = dialer.encrypt(patient(socket));
    } catch (IOException e) {
      socket.close();
      if (!socket.greetedInPlainText()) {
        throw e;
      }
      LOG.log(Level.DEBUG, "{0} greets in plain text: STARTTLS is used", server.authority());
      ownStage = Stage.CONNECT;
      return greet(patient(dialer.dial()), true);
    }
    return greet(encrypted, false);
  }

  private Socket patient(MailSocket socket) throws IOException {
    return new WriteTimeoutSocket(socket, (int) limits.write().toMillis(), writeTimer);
  }

  private StagedTransport greet(Socket socket, boolean startTls) throws MessagingException {
    ownName = server.ownName().calling(socket.getLocalAddress());
    var smtp = SmtpSession.transport(server, startTls, isInternational(), ownName, dialer);
    transport = smtp;
    smtp.connect(socket);
    return smtp;
  }

  private boolean isInternational() {
    return MailAddress.isInternational(sender) || MailAddress.isInternational(recipient);
  }

  /** How far it has come. */
  Stage stage() {
    var smtp = transport;
    return smtp == null ? ownStage : smtp.stage();
  }

  /** Whom or what the present stage is about, for sentences; empty if there is no need to say. */
  String subject() {
    return switch (stage()) {
      case SIGN_IN -> server.account().map(account -> "of " + account.user()).orElse("");
      case SENDER -> sender;
      case RECIPIENT -> recipient;
      default -> "";
    };
  }

  /** What this machine has called itself; empty before it has. */
  String ownName() {
    return ownName;
  }

  /** Whom the message is from, as far as that is known. */
  String sender() {
    return sender;
  }

  /** The code of the server's last reply; no reply if less than 200. */
  int lastCode() {
    var smtp = transport;
    return smtp == null ? 0 : smtp.getLastReturnCode();
  }

  /** The server's last reply. */
  String lastReply() {
    var smtp = transport;
    var reply = smtp == null ? null : smtp.getLastServerResponse();
    return reply == null ? "" : ReplyText.of(reply);
  }

  /** Ends it at once by closing the connection, whatever is being read or written. */
  void abort() {
    try {
      dialer.abort();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Closing the connection to " + server.authority() + " failed", e);
    }
  }

  /** Takes leave, if the server is still there, and closes the connection. */
  @Override
  public void close() {
    var smtp = transport;
    try {
      if (smtp != null) {
        smtp.close();
      }
    } catch (MessagingException e) {
      LOG.log(Level.DEBUG, server.authority() + " was gone before it could be told goodbye", e);
    } finally {
      abort();
    }
  }
}

package io.backupman.notifier.mail;

import io.backupman.notifier.spi.summary.PlainText;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * A server's answer that refuses something (RFC 5321, section 4.2.1).
 *
 * @param code 400 to 599
 * @param text the whole answer in one line, code included
 */
record Reply(int code, String text) {
  private static final int MOST_CHARACTERS = 500;
  private static final int MOST_OF_AN_ODDITY = 80;

  /** What Jakarta Mail takes for the last reply once the connection has ended. */
  private static final String NOTHING = "[EOF]";

  /** More lines were announced when the connection ended. */
  private static final Pattern UNFINISHED = Pattern.compile("\\d{3}-");

  /** Whether the server asks not to be asked again. */
  boolean isFinal() {
    return code >= 500;
  }

  /**
   * The reply that a failure is due to; empty if there was none, because the connection was lost.
   *
   * @param lastCode the code of the last reply that was read; less than 200 if the last thing read
   *     was none
   * @param lastText that reply
   */
  static Optional<Reply> behind(Failure failure, int lastCode, String lastText) {
    for (var link : failure.chain()) {
      var code = code(link);
      if (isRefusal(code)) {
        return Optional.of(of(code, ReplyText.of(String.valueOf(link.getMessage()))));
      }
    }
    // Where the connection was lost, the last reply belongs to something earlier.
    return failure.isLostConnection() || !isRefusal(lastCode)
        ? Optional.empty()
        : Optional.of(of(lastCode, lastText));
  }

  private static boolean isRefusal(int code) {
    return code >= 400 && code < 600;
  }

  /**
   * Why the last thing that was read is neither a refusal nor what was asked for; empty if it is
   * not to blame.
   *
   * @param code its code; less than zero if it has none
   */
  static Optional<String> oddity(Stage stage, int code, String text) {
    if (code < 0) {
      return Optional.of(
          text.isEmpty() || text.equals(NOTHING) || UNFINISHED.matcher(text).lookingAt()
              ? BrokenConnection.CLOSED
              : "it does not speak SMTP but said \"" + excerpt(text) + "\"");
    }
    return code == 0 || stage == Stage.CONNECT
        ? Optional.empty()
        : Optional.of("it answered \"" + excerpt(text) + "\", which is no answer to that");
  }

  private static String excerpt(String text) {
    return PlainText.cut(PlainText.oneLine(text), MOST_OF_AN_ODDITY);
  }

  private static Reply of(int code, String text) {
    return new Reply(code, PlainText.cut(PlainText.oneLine(text), MOST_CHARACTERS));
  }

  private static int code(Throwable failure) {
    if (failure instanceof SMTPAddressFailedException recipient) {
      return recipient.getReturnCode();
    }
    if (failure instanceof SMTPSenderFailedException sender) {
      return sender.getReturnCode();
    }
    return failure instanceof SMTPSendFailedException send ? send.getReturnCode() : 0;
  }
}

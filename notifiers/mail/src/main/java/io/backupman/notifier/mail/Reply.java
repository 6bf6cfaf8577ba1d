package io.backupman.notifier.mail;

import io.backupman.notifier.spi.PlainText;
import java.util.Optional;
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
      if (code >= 400) {
        return Optional.of(of(code, String.valueOf(link.getMessage())));
      }
    }
    // Where the connection was lost, the last reply belongs to something earlier.
    return failure.isLostConnection() || lastCode < 400
        ? Optional.empty()
        : Optional.of(of(lastCode, lastText));
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

package io.backupman.notifier.mail;

import io.backupman.notifier.spi.NotificationException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/**
 * Says in words why a conversation failed, and what that means for the message: a 4xx reply is
 * tried again, a 5xx reply is final (RFC 5321, section 4.2.1), a connection lost before the message
 * was handed over is tried again, and one lost after it is uncertain. What an administrator may
 * mend without us, such as a certificate, is tried again too.
 */
final class FailureReport {
  private final MailServer server;
  private final Limits limits;

  FailureReport(MailServer server, Limits limits) {
    this.server = server;
    this.limits = limits;
  }

  /** For a conversation that was ended because it took too long. */
  NotificationException tooSlow(Stage stage) {
    var seconds = limits.attempt().toSeconds();
    if (stage == Stage.HANDED_OVER) {
      return lostAfterwards("it did not answer within " + seconds + " s");
    }
    if (stage == Stage.CONNECT) {
      return NotificationException.retryable(
          "The mail server %s cannot be reached: neither it nor the name service answered within %s s. Check smtp_host and smtp_port."
              .formatted(server.authority(), seconds));
    }
    return NotificationException.retryable(
        "%s was given up after %s s while %s: it answers too slowly."
            .formatted(server.authority(), seconds, stage.doing()));
  }

  /** For a conversation that ended with an exception. */
  NotificationException of(Throwable exception, Conversation conversation) {
    if (exception instanceof NotificationException said) {
      return said;
    }
    var stage = conversation.stage();
    var report = report(exception, stage, conversation);
    return mayBeShown(exception, stage) ? report.causedBy(exception) : report;
  }

  private NotificationException report(
      Throwable exception, Stage stage, Conversation conversation) {
    var failure = Failure.of(exception);
    return Reply.behind(failure, conversation.lastCode(), conversation.lastReply())
        .map(reply -> refused(reply, stage, conversation).withStatusCode(reply.code()))
        .orElseGet(() -> unanswered(failure, stage, reason(failure, stage, conversation)));
  }

  /** A cause is shown as it is, and any answer may echo the password, a sign-in's above all. */
  private boolean mayBeShown(Throwable cause, Stage stage) {
    var printed = new StringWriter();
    cause.printStackTrace(new PrintWriter(printed));
    var shown = printed.toString();
    return stage != Stage.SIGN_IN && server.masked(shown).equals(shown);
  }

  private NotificationException refused(Reply reply, Stage stage, Conversation conversation) {
    var blame = Blame.of(reply, stage, server, conversation.ownName(), conversation.sender());
    var sentence =
        server.masked(
            "%s %s: %s%s"
                .formatted(
                    server.authority(),
                    blame
                        .map(due -> "refused " + due.refused())
                        .orElseGet(() -> refusal(stage, conversation.subject())),
                    reply.text(),
                    blame.map(due -> after(reply.text()) + due.advice()).orElse("")));
    return reply.isFinal() && blame.map(Blame::isFinal).orElse(true)
        ? NotificationException.permanent(sentence)
        : NotificationException.retryable(sentence);
  }

  private static String refusal(Stage stage, String subject) {
    return stage.refusal() + (subject.isEmpty() ? "" : " " + subject);
  }

  /** What parts a server's words from ours. */
  private static String after(String reply) {
    return reply.endsWith(".") ? " " : ". ";
  }

  private NotificationException unanswered(Failure failure, Stage stage, String reason) {
    if (stage == Stage.HANDED_OVER) {
      return lostAfterwards(server.masked(reason));
    }
    return NotificationException.retryable(
        server.masked(
            switch (stage) {
              case CONNECT -> notReached(failure, reason);
              case TLS -> notEncrypted(failure, reason);
              case STARTTLS -> notOffered();
              default -> lost(stage, reason);
            }));
  }

  private String reason(Failure failure, Stage stage, Conversation conversation) {
    if (failure.find(SocketTimeoutException.class).isPresent()) {
      var limit = stage == Stage.CONNECT ? limits.connect() : limits.read();
      return "it did not answer within " + limit.toSeconds() + " s";
    }
    if (failure.isLostConnection()) {
      return new BrokenConnection(failure).reason();
    }
    return Reply.oddity(stage, conversation.lastCode(), conversation.lastReply())
        .orElseGet(failure::reason);
  }

  private NotificationException lostAfterwards(String reason) {
    return NotificationException.uncertain(
        "%s took the message, but whether it keeps it is not known: %s."
            .formatted(server.authority(), reason));
  }

  private String notReached(Failure failure, String reason) {
    return failure.find(UnknownHostException.class).isPresent()
        ? "The mail server %s has no address in the name service. Check smtp_host."
            .formatted(server.host())
        : "The mail server %s cannot be reached: %s. Check smtp_host and smtp_port, and whether it runs."
            .formatted(server.authority(), reason);
  }

  private String notEncrypted(Failure failure, String reason) {
    var broken = new BrokenConnection(failure);
    return broken.isCertificate()
        ? "The certificate of %s is not accepted, so nothing was sent: %s"
            .formatted(server.authority(), broken.certificateProblem(server.host()))
        : "TLS with %s did not come about, so nothing was sent: %s. Check smtp_port and smtp_crypto."
            .formatted(server.authority(), reason);
  }

  private String notOffered() {
    return "%s does not offer STARTTLS, so nothing was sent: smtp_crypto forbids to send in the clear. Check smtp_port and smtp_crypto."
        .formatted(server.authority());
  }

  private String lost(Stage stage, String reason) {
    return "The conversation with %s broke off while %s: %s."
        .formatted(server.authority(), stage.doing(), reason);
  }
}

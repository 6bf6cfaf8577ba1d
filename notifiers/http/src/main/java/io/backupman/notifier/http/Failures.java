package io.backupman.notifier.http;

import io.backupman.notifier.spi.NotificationException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says what it means that no answer came. */
final class Failures {
  private final HttpCall call;

  Failures(HttpCall call) {
    this.call = call;
  }

  /** The deadline passed before a status had come. */
  NotificationException late(boolean handedOver) {
    var within = " within " + call.timeout().toSeconds() + " s";
    return handedOver
        ? NotificationException.uncertain(
            call.where() + " was sent the report but did not answer" + within + ".")
        : NotificationException.retryable(
            "No connection to " + call.where() + " could be made" + within + ".");
  }

  /** The exchange failed before a status had come. */
  NotificationException failed(Throwable cause, boolean handedOver) {
    return sentence(cause, handedOver).causedBy(cause);
  }

  private NotificationException sentence(Throwable cause, boolean handedOver) {
    if (isAmong(cause, UnresolvedAddressException.class, UnknownHostException.class)) {
      return NotificationException.retryable(
          "The host of " + call.where() + " is unknown: its name could not be resolved.");
    }
    if (isAmong(cause, SSLHandshakeException.class, SSLPeerUnverifiedException.class)
        || (!handedOver && isAmong(cause, SSLException.class))) {
      return NotificationException.retryable(
          "No secure connection to " + call.where() + " could be made: " + said(cause));
    }
    if (cause instanceof ConnectException) {
      return NotificationException.retryable(
          "No connection to " + call.where() + " could be made: nothing accepts one there.");
    }
    if (handedOver) {
      return NotificationException.uncertain(
          "The connection to " + call.where() + " was lost before an answer came: " + said(cause));
    }
    return NotificationException.retryable(
        "The request to " + call.where() + " could not be sent: " + said(cause));
  }

  @SafeVarargs
  private static boolean isAmong(Throwable failure, Class<? extends Throwable>... types) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      for (var type : types) {
        if (type.isInstance(at)) {
          return true;
        }
      }
    }
    return false;
  }

  private String said(Throwable cause) {
    var message = cause.getMessage();
    var text = message == null ? cause.getClass().getSimpleName() : message;
    return call.mask().shown(text);
  }
}

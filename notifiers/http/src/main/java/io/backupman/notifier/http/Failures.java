package io.backupman.notifier.http;

import io.backupman.notifier.spi.NotificationException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
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
          "No secure connection to " + call.where() + " could be made: " + distrust(cause));
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

  /** The platform's own words for a certificate are names of its classes. */
  private String distrust(Throwable cause) {
    if (isAmong(cause, CertificateExpiredException.class)) {
      return "its certificate has expired.";
    }
    if (isAmong(cause, CertificateNotYetValidException.class)) {
      return "its certificate is not valid yet.";
    }
    if (isAmong(cause, CertPathBuilderException.class, CertPathValidatorException.class)) {
      return "its certificate is not from an authority that Java trusts.";
    }
    return said(cause);
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

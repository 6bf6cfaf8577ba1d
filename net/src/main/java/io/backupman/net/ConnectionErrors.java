package io.backupman.net;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** What is wrong with a connection, in words that follow a colon, without a full stop. */
final class ConnectionErrors {

  private ConnectionErrors() {}

  /** Why there is none. */
  static String connecting(Throwable cause) {
    if (isAmong(cause, UnknownHostException.class)) {
      return "its name could not be resolved";
    }
    if (isAmong(cause, SSLException.class)) {
      return distrust(cause);
    }
    if (cause instanceof SocketTimeoutException) {
      return "nothing answers there";
    }
    if (cause instanceof NoRouteToHostException) {
      return "no way leads there";
    }
    return cause instanceof ConnectException ? "nothing accepts a connection there" : said(cause);
  }

  /** Why it ended. */
  static String lost(Throwable cause) {
    return cause instanceof EOFException
        ? "the connection was closed without an answer"
        : said(cause);
  }

  /** The platform's own words for a certificate are names of its classes. */
  static String distrust(Throwable cause) {
    if (isAmong(cause, CertificateExpiredException.class)) {
      return "its certificate has expired";
    }
    if (isAmong(cause, CertificateNotYetValidException.class)) {
      return "its certificate is not valid yet";
    }
    if (isAmong(cause, CertPathBuilderException.class, CertPathValidatorException.class)) {
      return "its certificate is not from an authority that Java trusts; ca_file names further ones";
    }
    return said(cause);
  }

  static String said(Throwable cause) {
    var message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  @SafeVarargs
  static boolean isAmong(Throwable failure, Class<? extends Throwable>... types) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      for (var type : types) {
        if (type.isInstance(at)) {
          return true;
        }
      }
    }
    return false;
  }
}

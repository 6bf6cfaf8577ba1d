package io.backupman.notifier.mail;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Says why a connection broke, in words of our own where we know them: the JDK's are for
 * programmers, and vary from version to version.
 */
final class BrokenConnection {
  static final String CLOSED = "it closed the connection";

  private static final Pattern LOST = Pattern.compile("reset|broken pipe|abort|terminated|closed");
  private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");
  private static final Pattern NOT_TLS = Pattern.compile("unrecognized ssl message");

  private final Failure failure;

  BrokenConnection(Failure failure) {
    this.failure = failure;
  }

  /** Why, to go after a colon. */
  String reason() {
    if (failure.find(ConnectException.class).filter(e -> says("refused", e)).isPresent()) {
      return "nothing accepts a connection there";
    }
    var tls = failure.find(SSLException.class);
    var alert = ALERT.matcher(tls.map(Throwable::getMessage).orElse(""));
    if (alert.find()) {
      return "it refused with the alert " + alert.group(1);
    }
    if (tls.filter(e -> NOT_TLS.matcher(words(e)).find()).isPresent()) {
      return "it answered with something that is not TLS";
    }
    return isClosed() ? CLOSED : failure.reason();
  }

  /** Closed or reset by the other side: which of the two reaches us first is chance. */
  private boolean isClosed() {
    return failure.find(EOFException.class).isPresent()
        || failure
            .find(SocketException.class)
            .filter(e -> LOST.matcher(words(e)).find())
            .isPresent()
        || failure.find(SSLException.class).filter(e -> LOST.matcher(words(e)).find()).isPresent();
  }

  /** Whether the other side's certificate is why. */
  boolean isCertificate() {
    return failure.find(CertificateException.class).isPresent();
  }

  /** What is wrong with the certificate and what to do, to go after a colon. */
  String certificateProblem(String host) {
    if (failure.find(CertificateExpiredException.class).isPresent()) {
      return "it has expired. Have it renewed.";
    }
    if (failure.find(CertificateNotYetValidException.class).isPresent()) {
      return "it is not valid yet. Check the clocks of both machines.";
    }
    if (failure.find(CertPathBuilderException.class).isPresent()) {
      return "no CA that is trusted here has signed it. Name its CA in smtp_ca_file.";
    }
    if (failure.chain().getLast() instanceof CertificateException last && says("no ", last)) {
      return "it is for another host than " + host + ". Check smtp_host.";
    }
    return failure.reason() + ". Have it put right.";
  }

  private static boolean says(String word, Throwable exception) {
    return words(exception).contains(word);
  }

  private static String words(Throwable exception) {
    return String.valueOf(exception.getMessage()).toLowerCase(Locale.ROOT);
  }
}

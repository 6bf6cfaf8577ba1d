package io.backupman.net;

import io.backupman.notifier.spi.HttpRequest;
import io.backupman.notifier.spi.NotificationException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says what it means that no answer came from the receiver, and who is to blame. */
final class HttpErrors {
  private final HttpRequest request;
  private final String where;
  private final Optional<ProxyAddress> proxy;

  HttpErrors(HttpRequest request, Optional<ProxyAddress> proxy) {
    this.request = request;
    this.where = request.receiver();
    this.proxy = proxy;
  }

  /** The deadline passed before a status had come. */
  NotificationException late(boolean handedOver) {
    var within = by() + " within " + request.timeout().toSeconds() + " s";
    return handedOver
        ? NotificationException.uncertain(
            where + " was sent the report but did not answer" + within + ".")
        : NotificationException.retryable(
            "No connection to " + where + " could be made" + within + ".");
  }

  /** The exchange failed before a status had come. */
  NotificationException failed(Throwable cause, boolean handedOver) {
    return sentence(cause, handedOver).causedBy(cause);
  }

  private NotificationException sentence(Throwable cause, boolean handedOver) {
    if (cause instanceof ProxyException refused) {
      var failure = NotificationException.retryable(ended(ConnectionErrors.said(refused)));
      return refused.status() == 0 ? failure : failure.withStatusCode(refused.status());
    }
    if (cause instanceof UnknownHostException) {
      return NotificationException.retryable(
          "The host of " + where + " is unknown: its name could not be resolved.");
    }
    if (ConnectionErrors.isAmong(
            cause, SSLHandshakeException.class, SSLPeerUnverifiedException.class)
        || (!handedOver && ConnectionErrors.isAmong(cause, SSLException.class))) {
      return NotificationException.retryable(
          ended(
              "No secure connection to "
                  + where
                  + " could be made: "
                  + ConnectionErrors.distrust(cause)));
    }
    if (!handedOver && isUnreachable(cause)) {
      var why =
          cause instanceof ConnectException
              ? "nothing accepts one there"
              : ConnectionErrors.connecting(cause);
      return NotificationException.retryable(
          "No connection to " + where + " could be made: " + why + ".");
    }
    return handedOver
        ? NotificationException.uncertain(
            ended(
                "The connection to "
                    + where
                    + by()
                    + " was lost before an answer came: "
                    + ConnectionErrors.said(cause)))
        : NotificationException.retryable(
            ended(
                "The request to "
                    + where
                    + by()
                    + " could not be sent: "
                    + ConnectionErrors.said(cause)));
  }

  private static boolean isUnreachable(Throwable cause) {
    return cause instanceof ConnectException || cause instanceof NoRouteToHostException;
  }

  private String by() {
    return proxy.map(there -> " through the proxy " + there).orElse("");
  }

  private static String ended(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }
}

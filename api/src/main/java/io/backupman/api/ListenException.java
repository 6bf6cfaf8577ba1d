package io.backupman.api;

import java.net.InetAddress;

/** An address that cannot be listened on; the message is a sentence for the user. */
public final class ListenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ListenException(String message, Throwable cause) {
    super(message, cause);
  }

  static ListenException unknownHost(String host, Throwable cause) {
    return new ListenException(
        "http.host: %s is not known on this machine; use 0.0.0.0 for all its addresses, or"
                .formatted(host)
            + " 127.0.0.1 for itself alone.",
        cause);
  }

  static ListenException refused(InetAddress address, int port, Throwable cause) {
    return new ListenException(
        "Cannot listen on %s port %s: %s. Stop what uses it, or choose another port (http.port, serve -p)."
            .formatted(address.getHostAddress(), port, cause.getMessage()),
        cause);
  }
}

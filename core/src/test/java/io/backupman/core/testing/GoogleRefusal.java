package io.backupman.core.testing;

/** An answer of Google that is no success. */
final class GoogleRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String reason;

  GoogleRefusal(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  int status() {
    return status;
  }

  String reason() {
    return reason;
  }
}

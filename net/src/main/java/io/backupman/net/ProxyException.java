package io.backupman.net;

import java.io.IOException;

/** A proxy is to blame, not the host behind it. The message is a sentence without its full stop. */
public final class ProxyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ProxyException(String sentence, int status) {
    super(sentence);
    this.status = status;
  }

  ProxyException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.status = 0;
  }

  /** What it answered; 0 if it did not. */
  public int status() {
    return status;
  }
}

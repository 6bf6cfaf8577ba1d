package io.backupman.core.net;

/** Whether a connection to a database is encrypted. */
public enum TlsMode {
  /** Not at all: {@code false}. */
  OFF,
  /** Encrypted, certificate and host name verified: {@code true}. */
  VERIFY,
  /** Encrypted, but whoever answers is believed: {@code skip-verify}. */
  SKIP_VERIFY
}

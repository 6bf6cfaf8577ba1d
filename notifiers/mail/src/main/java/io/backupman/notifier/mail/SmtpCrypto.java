package io.backupman.notifier.mail;

import java.util.Locale;
import java.util.Optional;

/** How the connection to the mail server is protected: the key {@code smtp_crypto}. */
enum SmtpCrypto {
  /** Not at all. */
  NONE(25),
  /** Upgraded by STARTTLS before anything else is said (RFC 3207), or given up. */
  STARTTLS(587),
  /** Encrypted from the first byte (RFC 8314), or else as {@link #STARTTLS}. */
  SSL(465);

  /** What the key may say. */
  static final String WORDS = "ssl, tls, starttls or none";

  private final int defaultPort;

  SmtpCrypto(int defaultPort) {
    this.defaultPort = defaultPort;
  }

  /** The port that servers listen on for this. */
  int defaultPort() {
    return defaultPort;
  }

  /** Reads the word of the configuration, in capitals or not; empty if there is no such word. */
  static Optional<SmtpCrypto> of(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "ssl" -> Optional.of(SSL);
      case "tls", "starttls" -> Optional.of(STARTTLS);
      case "none", "" -> Optional.of(NONE);
      default -> Optional.empty();
    };
  }
}

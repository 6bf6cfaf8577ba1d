package io.backupman.core.source.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file of the certificate authorities that this system trusts. OpenSSL, and with it MariaDB's
 * programs, looks there by itself; MySQL's programs and the JDBC driver are told, so that all of
 * them believe the same servers.
 */
public final class TrustedAuthorities {

  private TrustedAuthorities() {}

  /**
   * The file in PEM; empty where none is known. {@code SSL_CERT_FILE} goes first, as in OpenSSL.
   */
  public static Optional<Path> file() {
    return Stream.of(
            System.getenv().getOrDefault("SSL_CERT_FILE", ""),
            "/etc/ssl/certs/ca-certificates.crt", // Debian, Alpine
            "/etc/pki/tls/certs/ca-bundle.crt", // RHEL
            "/etc/ssl/cert.pem") // macOS
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .filter(Files::isReadable)
        .findFirst();
  }
}

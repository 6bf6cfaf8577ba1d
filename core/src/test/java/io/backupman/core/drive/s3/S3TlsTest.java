package io.backupman.core.drive.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.drive.DriveException;
import io.backupman.core.testing.SelfSigned;
import io.backupman.net.Network;
import io.backupman.net.ProxyAddress;
import io.backupman.net.ProxySettings;
import io.backupman.net.testing.ProxyServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With TLS bodies are not signed, but their checksums are. */
@Timeout(120)
class S3TlsTest {
  @TempDir private static Path folder;
  private static Path pem = Path.of("");
  private static S3ProxyServer server;

  @BeforeAll
  static void start() throws Exception {
    var selfSigned = SelfSigned.make(folder);
    pem = Files.writeString(folder.resolve("server.pem"), selfSigned.certificate());
    server = S3ProxyServer.start(selfSigned.keyStore(), SelfSigned.PASSWORD);
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  @Test
  void storesAndReadsACopyWhereTheAuthorityIsNamed() throws Exception {
    storesAndReads(Network.DIRECT.trusting(pem));
  }

  @Test
  void storesAndReadsACopyByAProxy() throws Exception {
    var basic = "Basic " + Base64.getEncoder().encodeToString("u:p".getBytes(UTF_8));
    try (var proxy = ProxyServer.wanting(basic, server.secureEndpoint().getPort())) {
      var network = by(proxy.url().replace("//", "//u:p@")).trusting(pem);
      var elsewhere = S3ProxyServer.settings(URI.create("https://localhost.example:443"));

      S3Drives.of(elsewhere, network).check();

      assertThat(proxy.heads().getFirst()).startsWith("CONNECT localhost.example:443 ");
    }
  }

  @Test
  void aProxyThatRefusesIsSaid() {
    try (var proxy = ProxyServer.refusing("HTTP/1.1 403 Forbidden\r\n\r\n")) {
      var settings = S3ProxyServer.settings(URI.create("https://s3.example"));
      var drive = S3Drives.of(settings, by(proxy.url()));

      assertThatExceptionOfType(DriveException.class)
          .isThrownBy(drive::check)
          .withMessage(
              "The proxy %s refused the connection to s3.example:443: it answered 403 Forbidden.",
              proxy.address())
          .returns(true, DriveException::isPassing);
    }
  }

  private static Network by(String proxy) {
    return Network.of(
        new ProxySettings(Optional.of(ProxyAddress.parse(proxy)), false, Optional.empty()),
        Map.of());
  }

  private static void storesAndReads(Network network) throws Exception {
    for (int size : List.of(S3Dumps.SMALL, S3Dumps.IN_THREE_PARTS)) {
      var dump = S3Dumps.write(folder, size);
      var drive = S3Drives.of(S3ProxyServer.settings(server.secureEndpoint()), network);

      var copy = drive.open(drive.store(dump, "copy" + size, bytes -> {}));

      try (var in = copy.read(0, size)) {
        assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(dump.file()));
      }
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsSaid() {
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive(server.secureEndpoint()).check())
        .withMessage(
            "The certificate of %s is not trusted: correct endpoint, or name its authority in ca_file.",
            server.secureEndpoint())
        .returns(false, DriveException::isPassing);
  }

  @Test
  void aServiceWithoutTlsIsSaid() {
    var endpoint = URI.create(server.endpoint().toString().replace("http:", "https:"));
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive(endpoint).check())
        .withMessage(
            "%s does not speak TLS: should endpoint begin with http://?".formatted(endpoint))
        .returns(false, DriveException::isPassing);
  }

  private static S3Drive drive(URI endpoint) {
    return S3Drives.of(S3ProxyServer.settings(endpoint));
  }
}

package io.backupman.core.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.testing.Dumps;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With TLS bodies are not signed, but their checksums are. */
@Timeout(120)
class S3TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path folder;
  private static Path keyStore = Path.of("");
  private static S3ProxyServer server;

  @BeforeAll
  static void start() throws Exception {
    keyStore = folder.resolve("server.p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    var made =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                keyStore.toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    server = S3ProxyServer.start(keyStore, PASSWORD);
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  @Test
  void storesAndReadsACopy() throws Exception {
    System.setProperty("javax.net.ssl.trustStore", keyStore.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    try {
      var dump = folder.resolve("dump");
      for (int size : List.of(300_000, 20_000_000)) {
        var contents = new byte[size];
        new Random(1).nextBytes(contents);
        Files.write(dump, contents);
        var drive = drive(server.secureEndpoint());

        var copy = drive.open(drive.store(Dumps.of(dump), "copy" + size, bytes -> {}));

        try (var in = copy.read(0, size)) {
          assertThat(in.readAllBytes()).isEqualTo(contents);
        }
      }
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsSaid() {
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive(server.secureEndpoint()).check())
        .withMessage(
            "The certificate of %s is not trusted: correct endpoint, or have this machine trust it.",
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
    return new S3Drive(S3ProxyServer.settings(endpoint), new Patience(List.of()));
  }
}

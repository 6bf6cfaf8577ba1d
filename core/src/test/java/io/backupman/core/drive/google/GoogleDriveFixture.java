package io.backupman.core.drive.google;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.GoogleDriveSettings;
import io.backupman.core.drive.google.auth.GoogleTransport;
import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.testing.Dumps;
import io.backupman.core.testing.GoogleStandIn;
import io.backupman.core.testing.SettableClock;
import io.backupman.net.Network;
import io.backupman.net.ProxyAddress;
import io.backupman.net.ProxySettings;
import io.backupman.net.testing.ProxyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A drive of the stand-in for Google, and a dump of several chunks. */
@Timeout(60)
abstract class GoogleDriveFixture {
  static final String NAME = "a-20250702100000-1b0e1b0f.sql.gz";
  static final String UPLOAD = "PUT /upload";
  static final int UNIT = 256 * 1024;
  static final int CHUNK = 2 * UNIT;
  static final int SIZE = 5 * UNIT + 1234;

  @TempDir Path folder;
  final SettableClock clock = new SettableClock();
  private final KnownSecrets secrets = new KnownSecrets();
  final GoogleStandIn google;
  Path dump = Path.of("");
  private Path token = Path.of("");
  private Path clientSecret = Path.of("");

  GoogleDriveFixture() throws IOException {
    google = new GoogleStandIn();
  }

  @BeforeEach
  final void signedIn() throws IOException {
    dump = folder.resolve("dump");
    byte[] contents = new byte[SIZE];
    new Random(1).nextBytes(contents);
    Files.write(dump, contents);
    clientSecret =
        google.clientSecret(folder.resolve("client.json"), "installed", "http://localhost");
    token = folder.resolve("token.json");
    Files.writeString(
        token,
        GoogleStandIn.json(
            google.access("canary-first-access"),
            google.refresh("canary-first-refresh"),
            clock.instant().plus(Duration.ofHours(1))));
  }

  @AfterEach
  final void stop() {
    google.close();
  }

  interface Storing {
    String call() throws Exception;
  }

  final Storing store() {
    return () -> drive().store(Dumps.of(dump), NAME, bytes -> {});
  }

  static ThrowableAssertAlternative<DriveException> fails(Storing storing) {
    return fails((ThrowingCallable) storing::call);
  }

  static ThrowableAssertAlternative<DriveException> fails(ThrowingCallable call) {
    return assertThatExceptionOfType(DriveException.class).isThrownBy(call);
  }

  final GoogleDrive drive(String url, ProxyServer proxy) {
    var network =
        Network.of(
            new ProxySettings(
                Optional.of(ProxyAddress.parse(proxy.url())), false, Optional.empty()),
            Map.of());
    return new GoogleDrive(
        new GoogleDriveSettings("My Google Drive", "demo", clientSecret, token),
        new GoogleTransport(network, Duration.ofSeconds(60)),
        secrets::add,
        new GoogleDrive.Tuning(url, Duration.ofMillis(1), CHUNK),
        clock);
  }

  final GoogleDrive drive() {
    return drive("demo");
  }

  final GoogleDrive drive(String name) {
    return drive(name, google.url());
  }

  final GoogleDrive drive(String name, String url) {
    return new GoogleDrive(
        new GoogleDriveSettings("My Google Drive", name, clientSecret, token),
        new GoogleTransport(Network.DIRECT, Duration.ofSeconds(60)),
        secrets::add,
        new GoogleDrive.Tuning(url, Duration.ofMillis(1), CHUNK),
        clock);
  }

  /** As the header says it. */
  static String range(int from, int to) {
    return from + "-" + (to - 1) + "/" + SIZE;
  }
}

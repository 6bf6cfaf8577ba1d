package io.backupman.core.drive.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.core.drive.WholeLog;
import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who signs in to a real server, and where it is. */
class S3SignInTest extends S3DriveFixture {

  @Test
  void aMissingBucketIsSaid() {
    saysOfEach(
        settings("missing", server.settings().keys()),
        "There is no bucket \"missing\" at %s: make it, or correct bucket, region or endpoint."
            .formatted(server.endpoint()));
  }

  @Test
  void aWrongSecretKeyIsSaid() {
    saysOfEach(
        settings(S3ProxyServer.BUCKET, S3ProxyServer.keys("wrong")),
        "%s does not accept the signature: secret_key does not belong to access_key."
            .formatted(server.endpoint()));
  }

  @Test
  void anUnknownAccessKeyIsSaid() {
    saysOfEach(
        settings(
            S3ProxyServer.BUCKET, new S3DriveSettings.Keys(Secret.of("unknown"), Secret.of("x"))),
        "%s does not know the key: correct access_key.".formatted(server.endpoint()));
  }

  private S3DriveSettings settings(String bucket, S3DriveSettings.@Nullable Keys keys) {
    return new S3DriveSettings(
        "S3 Drive", bucket, "us-east-1", keys, server.settings().endpoint(), "", true);
  }

  private void saysOfEach(S3DriveSettings settings, String sentence) {
    var drive = drive(settings);
    for (var use : uses(drive)) {
      assertThatExceptionOfType(DriveException.class)
          .isThrownBy(use::run)
          .withMessage(sentence)
          .returns(false, DriveException::isPassing);
    }
  }

  private interface Use {
    void run() throws Exception;
  }

  private List<Use> uses(S3Drive drive) {
    return List.of(
        () -> drive.store(dump, NAME, bytes -> {}),
        () -> drive.open(KEY),
        () -> drive.delete(KEY),
        () -> drive.removeLeftovers(NAME),
        drive::check);
  }

  @Test
  void filesOfTheHomeFolderDoNotCountWhereThereAreKeys() throws Exception {
    var another =
        Files.writeString(
            folder.resolve("config"),
            """
            [default]
            region = mars-1
            endpoint_url = http://127.0.0.1:1
            aws_access_key_id = another
            aws_secret_access_key = another
            use_dualstack_endpoint = true
            use_fips_endpoint = true
            """);
    System.setProperty("aws.configFile", another.toString());
    System.setProperty("aws.sharedCredentialsFile", another.toString());
    assertThat(drive().store(dump, NAME, bytes -> {})).isEqualTo(KEY);
    System.setProperty("aws.profile", "no-such-profile");
    try {
      assertThat(drive().store(dump, NAME, bytes -> {})).isEqualTo(KEY);
    } finally {
      System.clearProperty("aws.configFile");
      System.clearProperty("aws.sharedCredentialsFile");
      System.clearProperty("aws.profile");
    }
  }

  @Test
  void withoutKeysItSignsInAsTheMachineDoes() throws Exception {
    var drive = drive(settings(S3ProxyServer.BUCKET, null));
    System.setProperty("aws.accessKeyId", S3ProxyServer.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", S3ProxyServer.SECRET_KEY);
    try {
      assertThat(drive.store(dump, NAME, bytes -> {})).isEqualTo(NAME);
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  void nobodyAtTheEndpointIsPassing() {
    var settings = server.settings();
    var drive =
        drive(
            new S3DriveSettings(
                "S3 Drive",
                S3ProxyServer.BUCKET,
                "us-east-1",
                settings.keys(),
                URI.create("http://127.0.0.1:1"),
                "",
                true));
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(drive::check)
        .withMessage("http://127.0.0.1:1 cannot be reached: nobody answers there.")
        .returns(true, DriveException::isPassing);
  }

  @Test
  void tellsNoSecret() throws Exception {
    try (var log = new WholeLog()) {
      write(S3Dumps.IN_PARTS);
      drive().store(dump, NAME, bytes -> {});
      read(drive().open(KEY), 0, S3Dumps.IN_PARTS);
      assertThatExceptionOfType(DriveException.class)
          .isThrownBy(() -> drive(with("x")).open("missing"));
      drive().delete(KEY);

      assertThat(log.text()).contains("software.amazon.awssdk");
      assertThat(log.text()).doesNotContain(S3ProxyServer.SECRET_KEY);
    }
    assertThat(server.settings().toString())
        .doesNotContain(S3ProxyServer.ACCESS_KEY, S3ProxyServer.SECRET_KEY);
  }
}

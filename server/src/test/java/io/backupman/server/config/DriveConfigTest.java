package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.GoogleDriveSettings;
import io.backupman.core.drive.S3DriveSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a drive. */
class DriveConfigTest {
  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  @Test
  void aGoogleDriveIsRead() {
    assertThat(
            config
                .settings(
                    """
                    drives:
                      - {provider: google_drive, label: G, folder: demo,
                         client_secret_file: ./google-client-secret.json, token_file: ./google-token.json}
                    """)
                .drives())
        .containsExactly(
            new GoogleDriveSettings(
                "G",
                "demo",
                folder.resolve("google-client-secret.json"),
                folder.resolve("google-token.json")));
    assertThat(
            config.problems(
                """
                drives:
                  - {provider: google_drive, label: G, folder: ./demo, token_fil: t.json}
                  - {provider: google_drive, label: H, folder: /, client_secret_file: c, token_file: t}
                """))
        .containsExactly(
            "drives[0].client_secret_file: is missing",
            "drives[0].folder: must be a folder in Google Drive such as backups or backups/shop, not \"./demo\"",
            "drives[0].token_fil: is not a known key; did you mean \"token_file\"?",
            "drives[1].folder: must be a folder in Google Drive such as backups or backups/shop, not \"/\"");
  }

  @Test
  void twoDrivesAreNotInOnePlace() {
    assertThat(
            config.problems(
                """
                drives:
                  - {provider: local, label: A, folder: ./storage}
                  - {provider: local, label: B, folder: storage/../storage}
                  - {provider: s3, label: C, bucket: b, prefix: p, endpoint: "http://minio:9000"}
                  - {provider: s3, label: D, bucket: b, prefix: p/, endpoint: "http://minio:9000"}
                  - {provider: s3, label: E, bucket: b, prefix: q, endpoint: "http://minio:9000"}
                """))
        .containsExactly(
            "drives[1].provider: is the same place as that of the drive \"A\"",
            "drives[3].provider: is the same place as that of the drive \"C\"");
  }

  @Test
  void anEndpointHoldsNoPassword() {
    var problems =
        config.problems(
            "drives: [{provider: s3, label: A, bucket: b, endpoint: 'http://u:canary@minio'}]");

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("drives[0].endpoint: must not hold a user or a password;")
        .doesNotContain("canary");
  }

  @Test
  void aBucketIsRead() throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), "canary-secret\n");
    var drives =
        config
            .settings(
                """
                drives:
                  - {provider: s3, label: A, bucket: b, region: eu-central-1, access_key: canary-access,
                     secret_key_file: %s, endpoint: "", prefix: /some/where/, force_path_style: "true"}
                  - {provider: s3, label: B, bucket: b, endpoint: "http://minio:9000"}
                """
                    .formatted(secret))
            .drives();

    assertThat(drives)
        .first()
        .isInstanceOfSatisfying(
            S3DriveSettings.class,
            s3 -> {
              assertThat(s3.region()).isEqualTo("eu-central-1");
              var keys = Objects.requireNonNull(s3.keys());
              assertThat(keys.accessKey().value()).isEqualTo("canary-access");
              assertThat(keys.secretKey().value()).isEqualTo("canary-secret");
              assertThat(s3.endpoint()).isNull();
              assertThat(s3.prefix()).isEqualTo("some/where");
              assertThat(s3.forcePathStyle()).isTrue();
              assertThat(s3.toString()).doesNotContain("canary");
            });
    assertThat(drives)
        .last()
        .isEqualTo(
            new S3DriveSettings(
                "B", "b", "us-east-1", null, URI.create("http://minio:9000"), "", false));
  }

  @Test
  void theKeysOfABucketAreMasked() {
    var masker =
        config
            .load(
                "drives: [{provider: s3, label: A, bucket: b, region: r, access_key: canary-access,"
                    + " secret_key: canary-secret}]")
            .masker();

    assertThat(masker.mask("canary-access and canary-secret")).isEqualTo("*** and ***");
  }
}

package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.testing.GoogleStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthGoogleIT {
  private static final Pattern ADDRESS = Pattern.compile("http://\\S+/auth\\?\\S+");

  @TempDir private Path path;
  private final GoogleStandIn google;

  AuthGoogleIT() throws IOException {
    google = new GoogleStandIn();
  }

  @BeforeEach
  void configured() throws IOException {
    google.clientSecret(path.resolve("client.json"), "installed", "http://localhost");
    configured(
        "{provider: google_drive, label: G, folder: demo, client_secret_file: client.json, token_file: tokens/g.json}");
  }

  private void configured(String... drives) {
    new Folder(path)
        .write(
            "config.yml", "drives: [" + String.join(", ", drives) + "]\nhttp: {host: 127.0.0.1}\n");
  }

  @AfterEach
  void stop() {
    google.close();
  }

  @Test
  void theBrowserComesBackByItself() throws Exception {
    try (var auth = start()) {
      var page = browse(google.agree(address(auth)));

      assertThat(auth.awaitExit(Duration.ofMinutes(1))).as(auth::output).isZero();
      assertThat(page).contains("Thank you");
      assertThat(auth.output()).contains("the token is in " + path.resolve("tokens/g.json"));
      assertThat(auth.output()).doesNotContain("canary");
      var token = path.resolve("tokens/g.json");
      assertThat(Files.readString(token))
          .matches(
              "\\{\"access_token\":\"canary-access-\\d+\",\"token_type\":\"Bearer\","
                  + "\"refresh_token\":\"canary-refresh-\\d+\",\"expiry\":\"[-0-9T:]+Z\"}\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void theAddressIsPasted() throws Exception {
    try (var auth = start()) {
      auth.type(google.agree(address(auth)));

      assertThat(auth.awaitExit(Duration.ofMinutes(1))).as(auth::output).isZero();
      assertThat(path.resolve("tokens/g.json")).exists();
    }
  }

  @Test
  void anAnswerToAnotherSignInIsRefused() throws Exception {
    try (var auth = start()) {
      browse(google.agree(address(auth)).replace("state=", "state=x"));

      failsWith(auth, "That answer belongs to another sign-in");
    }
  }

  @Test
  void whatWasDeniedIsSaid() throws Exception {
    try (var auth = start()) {
      browse(google.agree(address(auth)).replaceFirst("code=[^&]*", "error=access_denied"));

      failsWith(auth, "The access was denied in the browser; nothing was stored.");
    }
  }

  @Test
  void aCodeThatGoogleDoesNotKnowIsSaid() throws Exception {
    try (var auth = start()) {
      browse(google.agree(address(auth)).replace("code=", "code=x"));

      failsWith(auth, "Google did not take the answer of the browser");
    }
  }

  @Test
  void withoutTheRightDriveItIsAnErrorOfUsage() {
    configured(
        "{provider: google_drive, label: G, folder: a, client_secret_file: c, token_file: t}",
        "{provider: google_drive, label: H, folder: b, client_secret_file: c, token_file: t}");
    var which = BackupmanProcess.run(path, "auth-google");
    var unknown = BackupmanProcess.run(path, "auth-google", "I");
    var missing = BackupmanProcess.run(path, "auth-google", "H");
    configured("{provider: local, label: L, folder: l}");
    var none = BackupmanProcess.run(path, "auth-google");

    assertThat(which.exitCode()).isEqualTo(2);
    assertThat(which.output()).contains("Add its label. There are: G, H.");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.output())
        .contains("There is no google_drive drive \"I\"; did you mean \"G\"?");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.output())
        .contains("There is no file " + path.resolve("c") + ": download it");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.output()).contains("There is no drive with the provider google_drive.");
  }

  private void failsWith(BackupmanProcess auth, String sentence) {
    assertThat(auth.awaitExit(Duration.ofMinutes(1))).as(auth::output).isEqualTo(1);
    assertThat(auth.output()).contains(sentence).doesNotContain("canary");
    // What Java's own server says of its end is not for people.
    assertThat(auth.output().lines().filter(line -> !line.contains(" DEBUG ")))
        .noneMatch(line -> line.contains("Exception"));
    assertThat(path.resolve("tokens")).doesNotExist();
  }

  /** With a log that says all that it can. */
  private BackupmanProcess start() throws IOException {
    var logging = path.resolve("logging.properties");
    Files.writeString(logging, "com.level=ALL\nsun.level=ALL\njdk.level=ALL\nio.level=ALL\n");
    return BackupmanProcess.start(
        path,
        Map.of("JAVA_TOOL_OPTIONS", "-Djava.util.logging.config.file=" + logging),
        "auth-google");
  }

  private static String address(BackupmanProcess auth) {
    await().atMost(Duration.ofMinutes(1)).until(() -> ADDRESS.matcher(auth.output()).find());
    var matcher = ADDRESS.matcher(auth.output());
    assertThat(matcher.find()).isTrue();
    return matcher.group();
  }

  private static String browse(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}

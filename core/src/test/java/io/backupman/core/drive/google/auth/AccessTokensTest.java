package io.backupman.core.drive.google.auth;

import static io.backupman.core.testing.GoogleStandIn.refusing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backupman.core.file.SmallDisk;
import io.backupman.core.testing.GoogleStandIn;
import io.backupman.core.testing.SettableClock;
import io.backupman.net.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessTokensTest {
  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock();
  private final Set<String> secrets = new LinkedHashSet<>();
  private final GoogleStandIn google;
  private Path client = Path.of("");
  private Path file = Path.of("");

  AccessTokensTest() throws IOException {
    google = new GoogleStandIn();
  }

  @BeforeEach
  void signedIn() throws IOException {
    client = google.clientSecret(folder.resolve("client.json"), "installed", "http://localhost");
    file = folder.resolve("token.json");
    write("canary-a", "canary-r", clock.instant().plus(Duration.ofHours(1)));
  }

  @AfterEach
  void stop() {
    google.close();
  }

  private void write(String access, String refresh, Instant expiry) throws IOException {
    Files.writeString(
        file, GoogleStandIn.json(google.access(access), google.refresh(refresh), expiry));
  }

  @Test
  void whatIsFreshIsUsedAsItIs() throws Exception {
    assertThat(tokens().now().value()).isEqualTo("canary-a");
    assertThat(google.requests()).isEmpty();
    assertThat(secrets).containsExactlyInAnyOrder("canary-a", "canary-r");
  }

  @Test
  void whatEndsSoonIsRefreshedAndWritten() throws Exception {
    clock.advance(Duration.ofMinutes(59).plusSeconds(1));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    var fresh = tokens().now().value();

    assertThat(fresh).startsWith("canary-access");
    assertThat(written().path("access_token").asText()).isEqualTo(fresh);
    assertThat(written().path("refresh_token").asText())
        .as("kept, as Google sends no other")
        .isEqualTo("canary-r");
    assertThat(written().path("token_type").asText()).isEqualTo("Bearer");
    assertThat(Instant.parse(written().path("expiry").asText()))
        .isBetween(clock.instant().plusSeconds(3598), clock.instant().plusSeconds(3599));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("client.json", "token.json");
    assertThat(secrets).contains(GoogleStandIn.CLIENT_SECRET, fresh);
    assertThat(tokens().now().value()).isEqualTo(fresh);
    assertThat(google.requests("POST /token")).isEqualTo(1);
  }

  @Test
  void anotherRefreshTokenReplacesTheOld() throws Exception {
    google.rotate();
    tokens().insteadOf("canary-a");
    assertThat(written().path("refresh_token").asText()).startsWith("canary-refresh");
  }

  @Test
  void whatAnotherProcessHasRefreshedIsUsed() throws Exception {
    var tokens = tokens();
    tokens.now();
    write("canary-b", "canary-r", clock.instant().plus(Duration.ofHours(2)));

    assertThat(tokens.insteadOf("canary-a").value()).isEqualTo("canary-b");
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void aSignInThatComesMeanwhileIsUsedAndStays() throws Exception {
    google.revoke(true);
    google.next(
        1,
        "POST /token",
        exchange -> {
          write("canary-new", "canary-new-r", clock.instant().plus(Duration.ofHours(1)));
          return false;
        });

    assertThat(tokens().insteadOf("canary-a").value()).isEqualTo("canary-new");
    assertThat(written().path("refresh_token").asText()).isEqualTo("canary-new-r");
  }

  @Test
  void aFreshTokenThatComesTooLateReplacesNoSignIn() throws Exception {
    google.next(
        1,
        "POST /token",
        exchange -> {
          write("canary-new", "canary-new-r", clock.instant().plus(Duration.ofHours(1)));
          return false;
        });

    assertThat(tokens().insteadOf("canary-a").value()).startsWith("canary-access");
    assertThat(written().path("refresh_token").asText()).isEqualTo("canary-new-r");
  }

  @Test
  void whereItCannotBeWrittenTheFreshTokenIsKeptInMemory() throws Exception {
    try (SmallDisk disk = SmallDisk.mount("size=1m")) {
      file = disk.folder().resolve("token.json");
      write("canary-a", "canary-r", Instant.parse("0001-01-01T00:00:00Z"));
      fill(disk);
      var tokens = tokens();

      var fresh = tokens.insteadOf("canary-a").value();

      assertThat(tokens.now().value()).isEqualTo(fresh);
      clock.advance(Duration.ofHours(2));
      assertThat(tokens.now().value()).isNotEqualTo(fresh);
      assertThat(google.requests("POST /token")).isEqualTo(2);
      assertThat(written().path("access_token").asText()).isEqualTo("canary-a");
    }
  }

  private static void fill(SmallDisk disk) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Files.write(disk.folder().resolve("junk"), new byte[2_000_000]));
  }

  @Test
  void readsWhatGoWrites() throws Exception {
    Files.writeString(
        file,
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"refresh_token\":\"r\","
            + "\"expiry\":\"2025-07-02T12:00:00.123456789+02:00\",\"expires_in\":3599}\n");
    assertThat(new TokenFile(file).read().expiry())
        .isEqualTo(Instant.parse("2025-07-02T10:00:00.123456789Z"));

    Files.writeString(file, "{\"access_token\":\"a\",\"expiry\":\"0001-01-01T00:00:00Z\"}");
    assertThat(new TokenFile(file).read().expiry()).isEqualTo(Instant.MAX);
    Files.writeString(file, "{\"access_token\":\"a\"}");
    assertThat(new TokenFile(file).read().isFresh(clock.instant())).isTrue();
    assertThat(new TokenFile(file).read().refresh()).isEmpty();
  }

  @Test
  void whatIsNoTokenIsASentence() throws Exception {
    for (var text :
        new String[] {"", "{\"canary", "{}", "[]", "{\"access_token\":\"a\",\"expiry\":\"x\"}"}) {
      Files.writeString(file, text);
      fails(file + " is not a token of Google's: run backupman auth-google to write it anew.");
    }
    Files.delete(file);
    fails(
        "Nobody has signed in to Google yet (there is no %s): run backupman auth-google."
            .formatted(file));
  }

  @Test
  void whatGoogleRefusesIsASentence() throws Exception {
    clock.advance(Duration.ofHours(1));
    google.next(1, "POST /token", refusing(500, ""));
    assertThat(fails("Google answered 500 when it was asked for access.")).isTrue();
    google.next(
        1,
        "POST /token",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(UTF_8));
          return true;
        });
    fails(
        google.url() + "token answered without a token: is token_uri in the client secret right?");
    Files.writeString(client, Files.readString(client).replace(GoogleStandIn.CLIENT_SECRET, "x"));
    fails(
        "Google does not accept the client secret (invalid_client): download it anew from the Google Cloud console, then run backupman auth-google.");
    write("a", "", clock.instant());
    fails(
        "Google's access has ended and there is no refresh token to prolong it: run backupman auth-google.");
  }

  @Test
  void aServiceThatIsAwayMayComeBack() {
    clock.advance(Duration.ofHours(1));
    google.close();
    assertThatExceptionOfType(SignInException.class)
        .isThrownBy(() -> tokens().now())
        .matches(SignInException::isPassing)
        .withMessageStartingWith("Google could not be reached to ask for access: ");
  }

  /** Returns whether it may pass. */
  private boolean fails(String sentence) {
    var passing = new boolean[1];
    assertThatExceptionOfType(SignInException.class)
        .isThrownBy(() -> tokens().now())
        .withMessage(sentence)
        .satisfies(e -> passing[0] = e.isPassing());
    return passing[0];
  }

  private AccessTokens tokens() {
    return new AccessTokens(
        client,
        file,
        new GoogleTransport(Network.DIRECT, Duration.ofSeconds(60)),
        clock,
        secrets::add);
  }

  private JsonNode written() throws IOException {
    return new ObjectMapper().readTree(Files.readString(file));
  }
}

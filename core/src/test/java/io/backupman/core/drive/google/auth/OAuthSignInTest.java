package io.backupman.core.drive.google.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.api.client.http.HttpTransport;
import io.backupman.core.testing.GoogleStandIn;
import io.backupman.core.testing.SettableClock;
import io.backupman.net.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OAuthSignInTest {
  private static final HttpTransport TRANSPORT =
      new GoogleTransport(Network.DIRECT, Duration.ofSeconds(60));
  private static final String REDIRECT = "http://127.0.0.1:1234";

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock();
  private final GoogleStandIn google;
  private Path file = Path.of("");

  OAuthSignInTest() throws IOException {
    google = new GoogleStandIn();
  }

  @BeforeEach
  void client() throws IOException {
    file = google.clientSecret(folder.resolve("client.json"), "installed", "http://localhost");
  }

  @AfterEach
  void stop() {
    google.close();
  }

  @Test
  void aCodeIsRedeemedForAToken() {
    var signIn = signIn();

    var token = signIn.end(google.agree(signIn.address()), TRANSPORT, clock);

    assertThat(token.access().value()).startsWith("canary-access");
    assertThat(token.refresh().orElseThrow().value()).startsWith("canary-refresh");
    assertThat(token.expiry()).isEqualTo(clock.instant().plusSeconds(3599));
    assertThat(token + " " + signIn).doesNotContain("canary");
  }

  @Test
  void theAddressAsksForFilesOfOurOwnWithAProof() {
    var asked = GoogleStandIn.parameters(signIn().address().replaceFirst(".*\\?", ""));

    assertThat(asked)
        .containsEntry("scope", "https://www.googleapis.com/auth/drive.file")
        .containsEntry("redirect_uri", REDIRECT)
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("prompt", "consent");
    assertThat(asked.get("state")).hasSize(43);
    assertThat(signIn().address()).isNotEqualTo(signIn().address());
  }

  @Test
  void whatIsNoRightAnswerIsASentence() {
    var signIn = signIn();
    var answer = google.agree(signIn.address());

    fails(signIn, answer.replaceFirst("state=[^&]*", "state=x"), "belongs to another sign-in");
    fails(signIn, answer.replaceFirst("state=[^&]*&", ""), "belongs to another sign-in");
    fails(signIn, answer.replaceFirst("code=[^&]*", "error=access_denied"), "was denied");
    fails(signIn, answer.replaceFirst("code=[^&]*", "error=a%0Ab"), "did not give access: a?b");
    fails(signIn, answer.replaceFirst("code=[^&]*", "code=%zz"), "no code");
    fails(signIn, answer.replace("code=", "code=x"), "did not take the answer of the browser");
  }

  @Test
  void accessWithoutTheFilesIsNone() {
    google.scope("openid");
    var signIn = signIn();
    fails(signIn, google.agree(signIn.address()), "access to files was not allowed");
  }

  @Test
  void aWebClientHasOneAddressToComeBackTo() throws IOException {
    file = google.clientSecret(folder.resolve("web.json"), "web", "https://example.com/back");
    assertThat(ClientSecret.read(file).redirect()).isEqualTo("https://example.com/back");
  }

  @Test
  void whatIsNoClientSecretIsASentence() throws IOException {
    for (var text :
        new String[] {
          "",
          "{\"canary",
          "[]",
          "{\"type\":\"service_account\",\"private_key\":\"canary\"}",
          "{\"installed\":{\"client_id\":\"canary\"}}",
          "{\"web\":{\"client_id\":\"c\",\"client_secret\":\"s\",\"redirect_uris\":[]}}"
        }) {
      Files.writeString(file, text);
      assertThatExceptionOfType(SignInException.class)
          .as(text)
          .isThrownBy(() -> ClientSecret.read(file))
          .withMessageContaining("is not the OAuth client of a desktop app")
          .withNoCause();
    }
    Files.delete(file);
    assertThatExceptionOfType(SignInException.class)
        .isThrownBy(() -> ClientSecret.read(file))
        .withMessageStartingWith("There is no file " + file);
  }

  @Test
  void aTokenIsTrustedUntilAMinuteBeforeItsEnd() {
    var signIn = signIn();
    var token = signIn.end(google.agree(signIn.address()), TRANSPORT, clock);

    assertThat(token.isFresh(clock.instant().plus(Duration.ofMinutes(58)))).isTrue();
    assertThat(token.isFresh(clock.instant().plus(Duration.ofMinutes(59)))).isFalse();
  }

  private OAuthSignIn signIn() {
    return new OAuthSignIn(ClientSecret.read(file), REDIRECT, new SecureRandom());
  }

  private void fails(OAuthSignIn signIn, String answer, String sentence) {
    assertThatExceptionOfType(SignInException.class)
        .isThrownBy(() -> signIn.end(answer, TRANSPORT, clock))
        .withMessageContaining(sentence);
  }
}

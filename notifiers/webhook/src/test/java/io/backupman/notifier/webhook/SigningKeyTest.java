package io.backupman.notifier.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.backupman.notifier.http.testing.RawReceiver;
import io.backupman.notifier.spi.Http;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.testkit.FixedContext;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures, verified as a receiver does: by the official library, and by the JDK's ed25519. */
class SigningKeyTest {
  private static final String OLD = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final String NEW = "whsec_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

  /** The example that the reference libraries of Standard Webhooks test themselves with. */
  @Test
  void signsAsTheReferenceLibrariesDo() {
    var key = SigningKey.of(Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    var signature =
        key.sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330L,
            "{\"test\": 2432232314}".getBytes(UTF_8));

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  /** RFC 8032, section 7.1, test 1: the signature of an empty text. */
  @Test
  void signsAsTheEd25519StandardDoes() {
    var key = SigningKey.of(Secret.of("whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="));

    assertThat(HexFormat.of().formatHex(key.signature(new byte[0])))
        .isEqualTo(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, NEW})
  void theOfficialLibraryVerifiesARequestWithEitherSecretWhileTheyRotate(String known)
      throws Exception {
    var request = sent(List.of(OLD, NEW));

    assertThatCode(() -> new Webhook(known).verify(body(request), headers(request)))
        .doesNotThrowAnyException();
  }

  @Test
  void theOfficialLibraryRefusesAnotherSecretAndAnotherBody() throws Exception {
    var request = sent(List.of(OLD));
    var stranger = new Webhook("whsec_" + "C".repeat(32));

    assertThatThrownBy(() -> stranger.verify(body(request), headers(request)))
        .isInstanceOf(WebhookVerificationException.class);
    assertThatThrownBy(() -> new Webhook(OLD).verify(body(request) + " ", headers(request)))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void aPublicKeyVerifiesWhatItsPrivateKeySigned() throws Exception {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var request = sent(List.of(OLD, privateKey(pair, false)));

    assertThat(verified(pair, request, body(request))).isTrue();
    assertThat(verified(pair, request, body(request) + " ")).isFalse();
    assertThatCode(() -> new Webhook(OLD).verify(body(request), headers(request)))
        .as("the symmetric signature beside it")
        .doesNotThrowAnyException();
  }

  @Test
  void aPrivateKeyWithItsPublicKeySignsTheSame() throws Exception {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var seed = SigningKey.of(Secret.of(privateKey(pair, false)));
    var both = SigningKey.of(Secret.of(privateKey(pair, true)));

    assertThat(both.sign("id", 1, new byte[] {1})).isEqualTo(seed.sign("id", 1, new byte[] {1}));
  }

  @Test
  void refusesAPrivateKeyWithThePublicKeyOfAnother() throws Exception {
    var generator = KeyPairGenerator.getInstance("Ed25519");
    var mixed =
        new KeyPair(
            generator.generateKeyPair().getPublic(), generator.generateKeyPair().getPrivate());

    assertThatThrownBy(() -> SigningKey.of(Secret.of(privateKey(mixed, true))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not belong together");
  }

  private static String sent(List<String> secrets) throws Exception {
    try (var receiver =
            RawReceiver.keeping("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        var sender =
            Sender.to(receiver.url(), Map.of("secret", secrets), new LiveContext("webhook"))) {
      sender.send();
      return receiver.requests().getFirst();
    }
  }

  private static Map<String, List<String>> headers(String request) {
    return request
        .substring(0, request.indexOf("\r\n\r\n"))
        .lines()
        .skip(1)
        .map(line -> line.split(": ", 2))
        .collect(Collectors.toMap(header -> header[0], header -> List.of(header[1])));
  }

  private static String header(String request, String name) {
    return headers(request).getOrDefault(name, List.of("")).getFirst();
  }

  private static String body(String request) {
    return request.substring(request.indexOf("\r\n\r\n") + 4);
  }

  private static boolean verified(KeyPair pair, String request, String body) throws Exception {
    var signature =
        Arrays.stream(header(request, "webhook-signature").split(" "))
            .filter(one -> one.startsWith("v1a,"))
            .findFirst()
            .orElseThrow()
            .substring("v1a,".length());
    var content =
        header(request, "webhook-id") + "." + header(request, "webhook-timestamp") + "." + body;
    var verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(pair.getPublic());
    verifier.update(content.getBytes(ISO_8859_1));
    return verifier.verify(Base64.getDecoder().decode(signature));
  }

  private static String privateKey(KeyPair pair, boolean withPublic) {
    var seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    var encoded = pair.getPublic().getEncoded();
    var bytes = Arrays.copyOf(seed, withPublic ? 64 : 32);
    if (withPublic) {
      System.arraycopy(encoded, encoded.length - 32, bytes, 32, 32);
    }
    return "whsk_" + Base64.getEncoder().encodeToString(bytes);
  }

  /** A host whose clock goes on, since the library refuses old requests. */
  private record LiveContext(String notifierName) implements NotifierContext {
    @Override
    public Http http() {
      return new FixedContext(notifierName).http();
    }

    @Override
    public String version() {
      return "1.2.3";
    }

    @Override
    public String hostName() {
      return "db-host";
    }

    @Override
    public Optional<URI> appUrl() {
      return Optional.empty();
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }
  }
}

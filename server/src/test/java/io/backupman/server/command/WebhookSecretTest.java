package io.backupman.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {
  private static final byte[] MESSAGE = "msg_1.1614265330.{}".getBytes(UTF_8);

  /** What stands before the 32 bytes of the key in its X.509 form (RFC 8410, section 10.1). */
  private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  @Test
  void aSymmetricSecretHolds32BytesThatNobodyHasSeenBefore() {
    var random = new SecureRandom();
    var secret = WebhookSecret.symmetric(random);

    assertThat(secret).startsWith("whsec_");
    assertThat(decoded(secret)).hasSize(32);
    assertThat(WebhookSecret.symmetric(random)).isNotEqualTo(secret);
  }

  @Test
  void whatTheSecretKeySignsThePublicKeyVerifies() throws Exception {
    var pair = WebhookSecret.pair(new SecureRandom());
    assertThat(pair.secretKey()).startsWith("whsk_");
    assertThat(pair.publicKey()).startsWith("whpk_");
    var secret = decoded(pair.secretKey());
    var open = decoded(pair.publicKey());

    assertThat(secret).hasSize(64);
    assertThat(Arrays.copyOfRange(secret, 32, 64)).isEqualTo(open);
    assertThat(verified(open, signed(Arrays.copyOf(secret, 32)))).isTrue();
    assertThat(
            verified(decoded(WebhookSecret.pair(new SecureRandom()).publicKey()), signed(secret)))
        .isFalse();
  }

  @Test
  void aPairNeverShowsItsSecretKey() {
    var pair = WebhookSecret.pair(new SecureRandom());

    assertThat(pair.toString()).contains(pair.publicKey()).doesNotContain(pair.secretKey());
  }

  @Test
  void theCommandPrintsThemAndNeedsNoConfiguration() {
    assertThat(output("secret").strip()).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(output("secret", "--asymmetric"))
        .containsPattern("(?m)^secret:   whsk_[A-Za-z0-9+/]{86}==$")
        .containsPattern("(?m)^receiver: whpk_[A-Za-z0-9+/]{43}=$");
  }

  private static String output(String... arguments) {
    var out = new StringWriter();
    var line = Root.commandLine(Map.of()).setOut(new PrintWriter(out));
    assertThat(line.execute(arguments)).isZero();
    return out.toString();
  }

  private static byte[] decoded(String secret) {
    return Base64.getDecoder().decode(secret.substring(secret.indexOf('_') + 1));
  }

  private static byte[] signed(byte[] key) throws GeneralSecurityException {
    var seed = Arrays.copyOf(key, 32);
    var signature = Signature.getInstance("Ed25519");
    signature.initSign(
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
    signature.update(MESSAGE);
    return signature.sign();
  }

  private static boolean verified(byte[] open, byte[] signed) throws GeneralSecurityException {
    var encoded = Arrays.copyOf(X509_HEAD, X509_HEAD.length + open.length);
    System.arraycopy(open, 0, encoded, X509_HEAD.length, open.length);
    var signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    signature.update(MESSAGE);
    return signature.verify(signed);
  }
}

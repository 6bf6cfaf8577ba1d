package io.backupman.notifier.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.Secret;
import org.junit.jupiter.api.Test;

class SigningKeyTest {

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
}

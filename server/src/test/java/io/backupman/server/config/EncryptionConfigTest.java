package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.testing.AgeKey;
import io.backupman.server.config.notifier.HostFacts;
import io.backupman.server.config.notifier.Providers;
import io.backupman.server.config.problem.ConfigException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionConfigTest {
  private static final AgeKey ANN = AgeKey.create();
  private static final AgeKey BOB = AgeKey.create();

  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  private static String drive(String encryptTo) {
    return "drives: [{provider: local, label: L, folder: f, encrypt_to: " + encryptTo + "}]\n";
  }

  @Test
  void eachDriveHasItsRecipients() {
    var encryption =
        config
            .settings(
                """
                drives:
                  - {provider: local, label: A, folder: a, encrypt_to: %1$s}
                  - {provider: local, label: B, folder: b, encrypt_to: [%1$s, " %2$s "]}
                  - {provider: local, label: C, folder: c}
                """
                    .formatted(ANN.recipient(), BOB.recipient()))
            .encryption();

    assertThat(encryption.byDrive())
        .isEqualTo(Map.of("A", AgeKey.recipients(ANN), "B", AgeKey.recipients(ANN, BOB)));
    assertThat(encryption.of("C")).isEmpty();
  }

  @Test
  void allProblemsAreListedEachAtItsPath() {
    var broken = ANN.recipient().substring(0, 40);
    var other = "age1yubikey1q2w7u3vpya839jxxuq8g0sedh3d740d4xvn639sqhr95ejj8vu3hyfumptt";

    assertThat(
            config.problems(
                drive(
                    "[%s, %s, %s, %s, ssh-ed25519 AAAA, '']"
                        .formatted(ANN.recipient(), broken, other, ANN.recipient()))))
        .containsExactly(
            "drives[0].encrypt_to[1]: is not a public key as age-keygen prints it: \""
                + broken
                + "\" has a wrong or a missing character, or is of another kind than X25519",
            "drives[0].encrypt_to[2]: is not a public key as age-keygen prints it: \""
                + other
                + "\" has a wrong or a missing character, or is of another kind than X25519",
            "drives[0].encrypt_to[3]: is there twice",
            "drives[0].encrypt_to[4]: must be a public key as age-keygen prints it, which begins"
                + " with age1",
            "drives[0].encrypt_to[5]: is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "''", "", "~", "${NONE:-}"})
  void anEmptyValueIsNotTakenForNoEncryption(String value) {
    assertThat(
            config.problems(
                "drives:\n- {provider: local, label: L, folder: f}\n- provider: local\n"
                    + "  label: M\n  folder: g\n  encrypt_to: "
                    + value
                    + "\n"))
        .containsExactly(
            "drives[1].encrypt_to: is empty; name a recipient (age1…), or leave the key out to"
                + " encrypt nothing");
  }

  @Test
  void moreThanTheHeaderHoldsAreRefused() {
    var many = new ArrayList<String>();
    for (var i = 0; i < 101; i++) {
      many.add(AgeKey.create().recipient());
    }

    assertThat(config.problems(drive(many.toString())))
        .containsExactly("drives[0].encrypt_to: must have at most 100 entries, not 101");
  }

  @Test
  void aPrivateKeyIsRefusedAndNeverShown() {
    var secrets = new KnownSecrets();
    for (var text :
        List.of(
            ANN.identity(),
            ANN.identity().toLowerCase(Locale.ROOT),
            "# " + ANN.identity(),
            ANN.identity().substring(0, 50))) {
      config.write(drive("[" + BOB.recipient() + ", '" + text + "']"));
      var file =
          new ConfigFile(
              Map.of(),
              plugins -> new Providers(config.providers),
              new HostFacts("1.2.3", "box", Clock.systemUTC()),
              secrets,
              Duration.ofSeconds(2));

      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> file.load(config.file))
          .withMessageContaining("drives[0].encrypt_to[1]: is a private key, which must never be")
          .satisfies(
              e ->
                  assertThat(e.toString().toUpperCase(Locale.ROOT))
                      .doesNotContain(ANN.identity().substring(16, 30)));
      assertThat(secrets.mask(text)).isEqualTo("***");
    }
  }
}

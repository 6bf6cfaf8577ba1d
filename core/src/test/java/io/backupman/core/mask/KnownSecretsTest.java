package io.backupman.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownSecretsTest {
  private final KnownSecrets secrets = new KnownSecrets();

  @Test
  void whatWasKnownOnceStaysHidden() {
    secrets.add("secret-a");
    secrets.add("secret-b");

    assertThat(secrets.mask("secret-a, secret-b, secret-c")).isEqualTo("***, ***, secret-c");
  }

  @Test
  void ofPassingOnesTheNewestHundredAreHidden() {
    secrets.add("secret-for-ever");
    secrets.addPassing("passing-first");
    for (int i = 100; i < 199; i++) {
      secrets.addPassing("passing-" + i);
    }
    secrets.addPassing("passing-100");
    secrets.addPassing("secret-for-ever");
    assertThat(secrets.mask("passing-first passing-100")).isEqualTo("*** ***");

    secrets.addPassing("passing-199");

    assertThat(secrets.mask("passing-first")).as("the oldest").isEqualTo("passing-first");
    assertThat(secrets.mask("passing-100 passing-101 passing-199 secret-for-ever"))
        .isEqualTo("*** *** *** ***");
  }
}

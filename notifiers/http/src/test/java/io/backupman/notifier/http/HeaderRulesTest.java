package io.backupman.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "X-Api-Key",
        "X-Auth-Password",
        "X-Pass",
        "X-Client-Credential",
        "x-credentials",
        "X-Session-Id",
        "Cookie"
      })
  void aHeaderThatSpeaksOfASecretIsConfidential(String name) {
    assertThat(HeaderRules.isConfidential(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Type", "X-Trace-Id", "webhook-id"})
  void anyOtherHeaderIsNot(String name) {
    assertThat(HeaderRules.isConfidential(name)).isFalse();
  }
}

package io.backupman.server.config.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LikelySecretsTest {
  @Test
  void passwordsAndTokensInAnAddressAreSecrets() {
    assertThat(LikelySecrets.in("https://me:p%40ss@example.com/hook?channel=ops&api_key=a%2Bb"))
        .contains("me:p%40ss", "p%40ss", "p@ss", "a%2Bb", "a+b")
        .doesNotContain("ops", "me");
  }

  @Test
  void whatIsNoAddressHoldsNone() {
    assertThat(LikelySecrets.in("token=abc")).isEmpty();
    assertThat(LikelySecrets.in("https://not an address?token=abc")).isEmpty();
    assertThat(LikelySecrets.in("https://example.com/hook?token")).isEmpty();
  }

  @Test
  void aHeaderIsOneByItsName() {
    assertThat(LikelySecrets.under("Authorization", "Bearer abc")).contains("Bearer abc", "abc");
    assertThat(LikelySecrets.under("X-Api-Key", "abc")).contains("abc");
    assertThat(LikelySecrets.under("X-Channel", "ops")).isEmpty();
    assertThat(LikelySecrets.under("X-Callback", "https://example.com?sig=abc")).contains("abc");
  }
}

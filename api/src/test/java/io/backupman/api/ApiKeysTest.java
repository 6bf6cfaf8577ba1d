package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.api.ApiKeys.Role;
import io.backupman.notifier.spi.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  // printf %s hunter2 | sha256sum
  private static final String HUNTER2 =
      "f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7";

  @Test
  void plainKeysAreKnownWithTheirRole() {
    var keys = keys(List.of("u1", "u2"), List.of("a1"));

    assertThat(keys.role("u2")).isEqualTo(Role.USER);
    assertThat(keys.role("a1")).isEqualTo(Role.ADMIN);
    assertThat(keys.role("u")).isEqualTo(Role.NONE);
    assertThat(keys.role("U1")).isEqualTo(Role.NONE);
    assertThat(keys.role("")).isEqualTo(Role.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:" + HUNTER2,
        "SHA256:F52FBD32B2B3B86FF88EF6C490628285F482AF15DDCB29541F94BCF526A3F6C7"
      })
  void aHashedKeyIsOpenedByTheKeyAndNotByItsHash(String configured) {
    var keys = keys(List.of(configured), List.of());

    assertThat(keys.role("hunter2")).isEqualTo(Role.USER);
    assertThat(keys.role(configured)).isEqualTo(Role.NONE);
    assertThat(keys.role(HUNTER2)).isEqualTo(Role.NONE);
  }

  @Test
  void aKeyThatIsBothIsAnAdminKey() {
    assertThat(keys(List.of("k"), List.of("k")).role("k")).isEqualTo(Role.ADMIN);
  }

  @Test
  void withoutKeysNobodyIsKnown() {
    assertThat(keys(List.of(), List.of()).role("")).isEqualTo(Role.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "sha256:", "sha256:abc", "sha256:zz"})
  void aKeyThatCannotBeOneIsRefusedWithoutShowingIt(String key) {
    assertThatThrownBy(() -> keys(List.of(key), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("An API key")
        .message()
        .doesNotContain("abc")
        .doesNotContain("zz");
  }

  @Test
  void neitherKeysNorHashesAreShown() {
    assertThat(keys(List.of("u1", "sha256:" + HUNTER2), List.of("a1")))
        .hasToString("ApiKeys[user=2, admin=1]");
  }

  private static ApiKeys keys(List<String> users, List<String> admins) {
    return ApiKeys.of(
        users.stream().map(Secret::of).toList(), admins.stream().map(Secret::of).toList());
  }
}

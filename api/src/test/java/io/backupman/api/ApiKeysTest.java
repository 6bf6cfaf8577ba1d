package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.api.ApiKeys.Role;
import java.util.List;
import java.util.stream.Stream;
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

    assertThat(role(keys, "u2")).isEqualTo(Role.USER);
    assertThat(role(keys, "a1")).isEqualTo(Role.ADMIN);
    assertThat(role(keys, "u")).isEqualTo(Role.NONE);
    assertThat(role(keys, "U1")).isEqualTo(Role.NONE);
    assertThat(role(keys, "")).isEqualTo(Role.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:" + HUNTER2,
        "SHA256:F52FBD32B2B3B86FF88EF6C490628285F482AF15DDCB29541F94BCF526A3F6C7"
      })
  void aHashedKeyIsOpenedByTheKeyAndNotByItsHash(String configured) {
    var keys = keys(List.of(configured), List.of());

    assertThat(role(keys, "hunter2")).isEqualTo(Role.USER);
    assertThat(role(keys, configured)).isEqualTo(Role.NONE);
    assertThat(role(keys, HUNTER2)).isEqualTo(Role.NONE);
  }

  @Test
  void aKeyThatIsBothIsAnAdminKey() {
    assertThat(role(keys(List.of("k"), List.of("k")), "k")).isEqualTo(Role.ADMIN);
  }

  @Test
  void withoutKeysNobodyIsKnown() {
    assertThat(role(keys(List.of(), List.of()), "")).isEqualTo(Role.NONE);
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
    assertThat(keys(List.of("u1", "sha256:" + HUNTER2), List.of("a1"))).hasToString("ApiKeys[3]");
  }

  @Test
  void aKeyIsItsOwners() {
    var keys =
        ApiKeys.of(
            List.of(
                RunningApi.key("ops", Role.ADMIN, "k"),
                RunningApi.key("ci", Role.USER, "sha256:" + HUNTER2),
                RunningApi.key("api_keys[1]", Role.USER, "k")));

    assertThat(keys.caller("hunter2")).isEqualTo(new Caller("ci", Role.USER));
    assertThat(keys.caller("k")).isEqualTo(new Caller("ops", Role.ADMIN));
  }

  private static Role role(ApiKeys keys, String key) {
    return keys.caller(key).role();
  }

  private static ApiKeys keys(List<String> users, List<String> admins) {
    return ApiKeys.of(
        Stream.concat(
                users.stream().map(key -> RunningApi.key("user", Role.USER, key)),
                admins.stream().map(key -> RunningApi.key("admin", Role.ADMIN, key)))
            .toList());
  }
}

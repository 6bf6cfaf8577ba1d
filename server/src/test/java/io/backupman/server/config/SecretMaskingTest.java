package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of the configuration are printed nowhere. */
class SecretMaskingTest {
  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  @Test
  void secretsAreNeitherPrintedNorForgotten() {
    var loaded =
        config.load(
            """
            database: {provider: mysql, host: h, db_name: d, user: u, password: pass-one}
            data_sources:
              - {provider: mysql, label: A, host: h, db_name: d, user: u, password: pass-two}
            drives: [{provider: local, label: L, folder: f}]
            http: {api_keys: [pass-three], admin_api_keys: [pass-four]}
            notifiers:
              webhook:
                enabled: true
                endpoints: [{name: A, url: u, token: pass-five, secret: [pass-six, pass-seven]}]
            """);

    assertThat(loaded.toString()).doesNotContain("pass-");
    assertThat(
            loaded
                .masker()
                .mask("pass-one pass-two pass-three pass-four pass-five pass-six pass-seven"))
        .isEqualTo("*** *** *** *** *** *** ***");
  }

  @Test
  void secretsAreMaskedInProblems() {
    assertThat(
            config.problems(
                """
                database: {provider: mysql, host: h, port: hunter22, db_name: d, user: u, password: hunter22}
                """))
        .containsExactly("database.port: must be a whole number from 1 to 65535, not \"***\"");
  }

  @Test
  void aPasswordThatIsTheNameOfSomethingElseGarblesNoMessage() {
    assertThat(
            config.problems(
                """
                data_sources:
                - {provider: postgre, label: hollyhock main, password: hollyhock}
                database: {provider: mariadb, host: h, port: postgres, db_name: d, user: u, password: postgres}
                """))
        .anyMatch(problem -> problem.contains("\"postgre\""))
        .contains("database.port: must be a whole number from 1 to 65535, not \"postgres\"")
        .noneMatch(problem -> problem.contains("***"));
  }
}

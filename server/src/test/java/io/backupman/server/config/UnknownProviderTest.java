package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong provider hides no other mistake. */
class UnknownProviderTest {
  @TempDir private Path folder;

  @Test
  void ofADataSourceThatIsNearlyRightIsReadAsThat() {
    assertThat(
            new ConfigFixture(folder)
                .problems(
                    """
                    data_sources:
                      - {provider: mysqll, label: A, host: h, port: 99999, db_nam: d, user: u}
                    drives: [{provider: local, label: L, folder: f}]
                    """))
        .containsExactlyInAnyOrder(
            "data_sources[0].provider: must be one of mysql, mariadb, postgres, sqlite, not"
                + " \"mysqll\"; did you mean \"mysql\"?",
            "data_sources[0].port: must be a whole number from 1 to 65535, not \"99999\"",
            "data_sources[0].db_nam: is not a known key; did you mean \"db_name\"?");
  }

  @Test
  void ofADataSourceThatIsNothingLikeOneShowsWhatHoldsForAll() {
    assertThat(
            new ConfigFixture(folder)
                .problems(
                    """
                    data_sources:
                      - {provider: oracle, label: A, host: h, timeout: soon, lable: B, db_path: x}
                    drives: [{provider: local, label: L, folder: f}]
                    """))
        .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
        .containsExactlyInAnyOrder(
            "data_sources[0].provider:", "data_sources[0].timeout:", "data_sources[0].lable:");
  }

  @Test
  void ofADriveOrTheDatabaseThatIsNearlyRightIsReadAsThat() {
    assertThat(
            new ConfigFixture(folder)
                .problems(
                    """
                    database: {provider: maria_db, host: h, db_name: d, user: u, port: x}
                    drives: [{provider: S4, label: L, bucket: b, force_path_style: yes}]
                    """))
        .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
        .containsExactlyInAnyOrder(
            "database.provider:",
            "database.port:",
            "drives[0].provider:",
            "drives[0].region:",
            "drives[0].force_path_style:");
  }
}

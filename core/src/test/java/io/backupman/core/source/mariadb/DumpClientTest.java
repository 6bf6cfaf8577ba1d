package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.net.TlsMode;
import io.backupman.core.source.Compression;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.Settings;
import io.backupman.notifier.spi.Secret;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DumpClientTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysqldump  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL) | MYSQL_8",
        "mysqldump  Ver 9.4.0 for Linux on x86_64 (MySQL Community Server - GPL) | MYSQL_8",
        "mysqldump  Ver 10.13 Distrib 5.7.44, for Linux (x86_64) | MYSQL_5",
        "mariadb-dump  Ver 10.19 Distrib 10.11.19-MariaDB, for debian-linux-gnu | MARIADB",
        "mariadb-dump from 11.4.5-MariaDB, client 10.19 for Linux (x86_64) | MARIADB",
        "what is this? | MARIADB",
      })
  void theVersionTellsTheFlavour(String version, DumpFlavour flavour) {
    assertThat(DumpFlavour.of(version)).isEqualTo(flavour);
  }

  @ParameterizedTest
  @EnumSource
  void theOptionFileComesFirstAndTheDatabaseLast(DumpFlavour flavour) {
    List<String> command = command(flavour, TlsMode.OFF);
    assertThat(command).startsWith("/bin/dump", "--defaults-file=/tmp/o.cnf");
    assertThat(command).endsWith("--", "-shop");
    assertThat(command)
        .contains(
            "--single-transaction",
            "--quick",
            "--routines",
            "--events",
            "--triggers",
            "--hex-blob",
            "--default-character-set=utf8mb4",
            "--max-allowed-packet=1G")
        .doesNotContain("--force")
        .noneMatch(argument -> argument.contains("secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "MARIADB, OFF, --skip-ssl",
    "MARIADB, VERIFY, --ssl-verify-server-cert",
    "MARIADB, SKIP_VERIFY, --skip-ssl-verify-server-cert",
    "MYSQL_5, OFF, --ssl-mode=DISABLED",
    "MYSQL_5, VERIFY, --ssl-mode=VERIFY_IDENTITY",
    "MYSQL_8, SKIP_VERIFY, --ssl-mode=REQUIRED",
    "MYSQL_8, OFF, --get-server-public-key",
    "MYSQL_8, OFF, --column-statistics=0",
    "MYSQL_5, OFF, --set-gtid-purged=OFF",
    "MYSQL_8, OFF, --no-tablespaces",
  })
  void eachIsAddressedInItsOwnDialect(DumpFlavour flavour, TlsMode tls, String option) {
    assertThat(command(flavour, tls)).contains(option);
  }

  @Test
  void noneIsGivenWhatOnlyAnotherUnderstands() {
    assertThat(command(DumpFlavour.MARIADB, TlsMode.VERIFY))
        .noneMatch(option -> option.matches("--(ssl-mode|set-gtid|column-stat|get-server).*"));
    assertThat(command(DumpFlavour.MYSQL_5, TlsMode.OFF))
        .noneMatch(option -> option.matches("--(column-stat|get-server|skip-ssl).*"));
  }

  @Test
  void variablesThatChangeTheProgramsAreTakenAway() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "PATH", "/bin", "MYSQL_HOST", "x", "MARIADB_HOME", "x", "LIBMYSQL_PLUGINS", "x"));
    MariaDbSource.isolate(environment);
    assertThat(environment).containsOnlyKeys("PATH", "MYSQL_TEST_LOGIN_FILE");
  }

  private static List<String> command(DumpFlavour flavour, TlsMode tls) {
    Path tmp = Path.of("tmp");
    MariaDbSettings settings =
        new MariaDbSettings(
            Settings.common("mysql", tmp, Compression.GZIP),
            "db",
            3306,
            "-shop",
            "root",
            Secret.of("secret"),
            tls,
            null);
    return new DumpClient(Path.of("/bin/dump"), List.of(), flavour, false)
        .command(Path.of("/tmp/o.cnf"), settings, false);
  }
}

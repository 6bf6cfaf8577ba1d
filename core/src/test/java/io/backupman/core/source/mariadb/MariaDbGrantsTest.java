package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.source.mariadb.MariaDbGrants.Names;
import io.backupman.core.source.mariadb.sql.ServerVersion;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MariaDbGrantsTest {
  private static final Names USUAL = new Names(false, false, false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANT SELECT, TRIGGER ON `shop`.* TO `r`@`%`",
        "GRANT SELECT, TRIGGER ON `shop`.* TO 'r'@'%'",
        "GRANT SELECT,TRIGGER ON *.* TO 'r'@'%' IDENTIFIED BY PASSWORD '*50DC' WITH GRANT OPTION",
        "GRANT ALL PRIVILEGES ON *.* TO `it's`@`local``host`",
        "GRANT ALL PRIVILEGES ON `sh%`.* TO `bk`",
        "GRANT TRIGGER ON `sho_`.* TO PUBLIC",
      })
  void whatALineGivesIsRead(String line) {
    assertThat(of(USUAL, line).inDatabase("shop", "TRIGGER")).isTrue();
    assertThat(of(USUAL, line).inDatabase("SHOP", "TRIGGER")).isEqualTo(line.contains("*.*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANT USAGE ON *.* TO `r`@`%` IDENTIFIED BY PASSWORD 'GRANT TRIGGER ON `shop`.* TO x'",
        "GRANT TRIGGER (`a`, `b ON c`), SELECT ON `shop`.* TO `r`@`%`",
        "GRANT TRIGGER ON `shop`.`a` TO `r`@`%`",
        "GRANT TRIGGER ON PROCEDURE `shop`.`p` TO `r`@`%`",
        "GRANT `TRIGGER ON *.*` TO `r`@`%`",
        "GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION",
        "SET DEFAULT ROLE `bk` FOR `r`@`%`",
        "GRANT TRIGGER ON `shop\\_`.* TO `r`@`%`",
        "GRANT TRIGGER ON `shop2`.* TO `r`@`%`",
      })
  void whatALineDoesNotGiveIsNot(String line) {
    assertThat(of(USUAL, line).inDatabase("shop", "TRIGGER")).isFalse();
  }

  @Test
  void ofSeveralPatternsTheMostSpecificCounts() {
    MariaDbGrants grants =
        of(
            USUAL,
            "GRANT TRIGGER ON `s%`.* TO `r`@`%`",
            "GRANT SELECT ON `sh%`.* TO `r`@`%`",
            "GRANT EVENT ON `sh%`.* TO `bk`");
    assertThat(grants.inDatabase("shop", "TRIGGER")).isFalse();
    assertThat(grants.inDatabase("shop", "SELECT")).isTrue();
    assertThat(grants.inDatabase("shop", "EVENT")).as("a role's count beside them").isTrue();
    assertThat(grants.inDatabase("set", "TRIGGER")).isTrue();
    assertThat(grants.scope("shop")).isEqualTo("`sh%`.*");
    assertThat(grants.scope("my_`x")).isEqualTo("`my\\_``x`.*");
  }

  /** As measured on MySQL 9.7. */
  @Test
  void withActiveRolesMySqlTakesTheFirstPattern() {
    Names names = new Names(false, false, true);
    String[] lines = {
      "GRANT EVENT ON `my\\_shop`.* TO `r`@`%`", "GRANT SELECT ON `my_shop`.* TO `r`@`%`"
    };
    assertThat(of(names, lines).inDatabase("my_shop", "SELECT")).isFalse();
    assertThat(of(names, lines).scope("my_shop")).isEqualTo("`my\\_shop`.*");
  }

  @Test
  void whatIsRevokedOfADatabaseDoesNotHoldThere() {
    MariaDbGrants grants =
        of(
            new Names(true, false, false),
            "GRANT SELECT, TRIGGER ON *.* TO `r`@`%`",
            "REVOKE TRIGGER ON `shop`.* FROM `r`@`%`");
    assertThat(grants.inDatabase("shop", "TRIGGER")).isFalse();
    assertThat(grants.inDatabase("shop", "SELECT")).isTrue();
    assertThat(grants.inDatabase("other", "TRIGGER")).isTrue();
    assertThat(grants.scope("my_shop")).isEqualTo("`my_shop`.*");
  }

  @Test
  void capitalsMakeNoDifferenceWhereTheServerSaysSo() {
    String line = "GRANT TRIGGER ON `Shop`.* TO `r`@`%`";
    assertThat(of(new Names(false, true, false), line).inDatabase("sHOP", "TRIGGER")).isTrue();
  }

  @Test
  void theAccountIsQuoted() {
    assertThat(new MariaDbGrants("o'r@x@10.0.0.%", List.of(), USUAL).quotedAccount())
        .isEqualTo("'o''r@x'@'10.0.0.%'");
  }

  @ParameterizedTest
  @CsvSource({
    "10.11.19-MariaDB-0+deb12u1, false, 10, 11, 19",
    "5.5.5-10.6.1-MariaDB, false, 10, 6, 1",
    "9.7.4-2, true, 9, 7, 4",
    "8.4, true, 8, 4, 0",
    "strange, true, 0, 0, 0",
  })
  void versionsAreRead(String text, boolean isMySql, int major, int minor, int patch) {
    assertThat(ServerVersion.parse(text))
        .isEqualTo(new ServerVersion(isMySql, major, minor, patch));
  }

  private static MariaDbGrants of(Names names, String... lines) {
    return new MariaDbGrants(
        "r@%", Stream.of(lines).flatMap(line -> MariaDbGrant.parse(line).stream()).toList(), names);
  }
}

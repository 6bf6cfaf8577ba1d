package io.backupman.core.source.mariadb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a script is tried, whatever the pieces that it comes in. */
class MariaDbScriptTest {
  private static final MariaDbDialect MARIADB =
      new MariaDbDialect(false, 101_119, true, false, false);
  private static final MariaDbDialect MYSQL = new MariaDbDialect(true, 90_700, true, false, true);
  private static final List<String> DATABASES = List.of("shop", "Shop", "other", "mysql", "test");

  private static final String SCRIPT =
      """
      /*M!999999\\- enable the sandbox mode */
      -- Table structure; DROP DATABASE shop;
      /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
      DROP TABLE IF EXISTS `t`;
      CREATE TABLE `t` (
        `id` int NOT NULL DEFAULT nextval(`shop`.`sq`),
        `a` varchar(20) DEFAULT ';/*' COMMENT 'it''s \\' `x`',
        /*!80023 `b` int */ /*!50003 `c` int */
      ) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4;
      LOCK TABLES `t` WRITE;
      /*!40000 ALTER TABLE `t` DISABLE KEYS */;
      INSERT INTO `t` (`id`,`a`) VALUES
      (1,'it''s; \\'USE x;\\n--'),(-2,NULL),(3.5e+1,_binary '%s'),(0xAB,b'1');
      UNLOCK TABLES;
      DELIMITER ;;
      /*!50003 SET sql_mode = 'ANSI_QUOTES' */ ;;
      /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER shop.tr BEFORE INSERT ON "shop"."t"
      FOR EACH ROW BEGIN SET NEW.a = "shop".f(';;'); END */;;
      /*!50003 SET sql_mode = @OLD_SQL_MODE */ ;;
      /*!50106 CREATE*/ /*!50117 DEFINER=`root`@`localhost`*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 SECOND DO begin
       insert into shop.t values ('x');
      end */ ;;
      DELIMITER ;
      ALTER DATABASE `shop` CHARACTER SET latin1 COLLATE latin1_swedish_ci ;
      -- Dump completed
      """
          .formatted("x".repeat(5_000));

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 2048, 100_000})
  void tablesAndRowsAreRunAtOnceAndTheRestLater(int piece) throws IOException {
    var out = new ByteArrayOutputStream();
    var script = script(SCRIPT, piece, MARIADB, out);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
            CREATE TABLE `t` (`id` int NOT NULL DEFAULT nextval(`sq`),
            `a` varchar(20) DEFAULT ';/*' COMMENT 'it''s \\' `x`',
            `c` int) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4;
            ALTER TABLE `t` DISABLE KEYS;
            INSERT INTO `t` (`id`,`a`) VALUES
            (1,'it''s; \\'USE x;\\n--'),(-2,NULL),(3.5e+1,_binary '%s'),(0xAB,b'1');
            """
                .formatted("x".repeat(5_000)));
    assertThat(script.later())
        .extracting(MariaDbScript.Later::statement)
        .containsExactly(
            "CREATE TRIGGER tr BEFORE INSERT ON \"t\" FOR EACH ROW BEGIN SET NEW.a = f(';;'); END",
            "ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_swedish_ci");
    assertThat(script.later())
        .extracting(MariaDbScript.Later::sqlMode)
        .containsExactly("ANSI_QUOTES", null);
    assertThat(script.leftOut().sentences()).containsExactly("Not tried: events (e).");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "DROP DATABASE `shop` | none",
        "DROP TABLE other.t | none",
        "DROP /*!50000 DATABASE */ shop | none",
        "SET GLOBAL event_scheduler = ON | statements that are not for one session (SET GLOBAL)",
        "SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'a:1-2' | statements that are not for one session"
            + " (SET GLOBAL)",
        "SET @@SESSION.SQL_LOG_BIN= 0 | none",
        "GRANT ALL ON *.* TO x | statements that are not known here (GRANT)",
        "CREATE USER x | statements that are not known here (CREATE USER)",
        "INSTALL PLUGIN x SONAME 'x.so' | statements that are not known here (INSTALL PLUGIN)",
        "CREATE FUNCTION f RETURNS STRING SONAME 'f.so' | statements that are not known here"
            + " (CREATE FUNCTION)",
        "LOAD DATA INFILE '/etc/passwd' INTO TABLE t | statements that are not known here (LOAD"
            + " DATA)",
        "ALTER DATABASE `other` CHARACTER SET latin1 COLLATE latin1_bin | statements that are not"
            + " known here (ALTER DATABASE)",
        "ALTER TABLE `other`.`t` DISABLE KEYS | statements that are not known here (ALTER TABLE)",
        "ALTER TABLE t RENAME shop.u | statements that are not known here (ALTER TABLE)",
        "CREATE TABLE other.t (a INT) | statements that are not known here (CREATE TABLE)",
        "CREATE TABLE t (a INT) SELECT 1 | statements that are not known here (CREATE TABLE)",
        "CREATE TABLE t (a INT) PARTITION BY HASH (a) SELECT a FROM other.t | statements that are not"
            + " known here (CREATE TABLE)",
        "CREATE TABLE t (a INT) PARTITION BY \\! touch x | statements that are not known here (CREATE"
            + " TABLE)",
        "CREATE TABLE t LIKE other.t | statements that are not known here (CREATE TABLE)",
        "DO SETVAL(`other`.`s`, 1, 0) | statements that are not known here (DO)",
        "DO SETVAL(1db.2s, 5) | statements that are not known here (DO)",
        "CREATE TABLE 1db.2t (a INT) | statements that are not known here (CREATE TABLE)",
        "DO SETVAL(`gone`, 1, 0) | statements that are not known here (DO)",
        "CREATE SEQUENCE s CACHE 'secret' | statements that are not known here (CREATE SEQUENCE)",
        "'a secret', 5) | statements that are not known here (...)",
        "`a secret` = 5 | statements that are not known here (...)",
        "CREATE 'a secret' | statements that are not known here (CREATE ...)",
        "SET 'a secret' | statements that are not for one session (SET ...)",
        "CALL other.p() | statements that are not known here (CALL)",
        "UPDATE other.t SET a = 1 | statements that are not known here (UPDATE)",
        "CREATE VIEW v AS SELECT other.o.i FROM other.o | views that name another database (v)",
        "CREATE VIEW v AS SELECT gone.o.i FROM gone.o | views that name another database (v)",
        "CREATE VIEW v AS SELECT other.f() | views that name another database (v)",
        "CREATE PROCEDURE p() INSERT INTO other.t VALUES (1) | procedures that name another"
            + " database (p)",
        "CREATE TABLE Shop.t (a INT) | statements that are not known here (CREATE TABLE)",
        "CREATE TRIGGER r AFTER INSERT ON t FOR EACH ROW DELETE FROM Shop.t | triggers that name"
            + " another database (r)",
        "CREATE VIEW v AS SELECT 1 FROM other.2e5 | views that name another database (v)",
        "CREATE TRIGGER r AFTER INSERT ON t FOR EACH ROW DELETE FROM other.123 | triggers that name"
            + " another database (r)",
        "CREATE TRIGGER r AFTER INSERT ON t FOR EACH ROW DELETE FROM other.t | triggers that name"
            + " another database (r)",
      })
  void whatCouldReachFurtherIsLeftOutAndSaid(String statement, String said) throws IOException {
    var out = new ByteArrayOutputStream();
    var script = script(statement + ";\n", 9, MARIADB, out);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(script.later()).isEmpty();
    assertThat(script.leftOut().sentences())
        .isEqualTo(said.equals("none") ? List.of() : List.of("Not tried: " + said + "."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (a INT; DROP DATABASE other; b INT)",
        "CREATE TABLE t (a INT) PARTITION BY HASH (a); DROP DATABASE other",
      })
  void whatTheProgramWouldTakeForSeveralStatementsIsLeftOut(String statement) throws IOException {
    var out = new ByteArrayOutputStream();
    var script = script("DELIMITER ;;\n" + statement + ";;\n", 9, MARIADB, out);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(script.leftOut().sentences())
        .containsExactly("Not tried: statements that are not known here (CREATE TABLE).");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO `other`.`t` VALUES (1)",
        "INSERT INTO other.t VALUES (1)",
        "INSERT INTO `t` SELECT * FROM `other`.`t`",
        "INSERT INTO `t` VALUES (SLEEP(1))",
        "INSERT INTO `t` VALUES ((SELECT 1))",
        "INSERT INTO `t` VALUES (1) ON DUPLICATE KEY UPDATE a = 1",
        "INSERT INTO `t` VALUES (1), \\! touch x",
        "INSERT INTO `t` VALUES (`a`)",
        "INSERT INTO `t` VALUES (@a)",
        "INSERT INTO `t` VALUES (1",
        "INSERT INTO `t` VALUES (1--é\n)",
        "SET sql_mode='no_backslash_escapes';INSERT INTO t VALUES ('\\'), (SLEEP(1)) -- ')",
        "SET sql_mode=ansi_quotes;INSERT INTO t VALUES (\"\\\"), (SLEEP(1)) -- \")",
        "SET sql_mode='oracle';INSERT INTO t VALUES (\"\\\"), (SLEEP(1)) -- \")",
        "REPLACE INTO `t` SET a = 1",
      })
  void anInsertThatDoesMoreThanAddRowsIsRefused(String statement) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> script(statement + ";\n", 9, MARIADB, new ByteArrayOutputStream()))
        .withMessageContaining("does more than add rows");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SET sql_mode=1048576;", "SET SESSION sql_mode = '4,ANSI';"})
  void modesThatAreNoNamesAreRefused(String statement) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> script(statement, 9, MARIADB, new ByteArrayOutputStream()))
        .withMessageContaining("It sets sql_mode to '");
  }

  @Test
  void aScriptThatSetsNoModeIsReadInThatOfTheServer() {
    var server = MARIADB.under("STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES");

    for (var before : List.of("", "SET sql_mode='ANSI';SET sql_mode=DEFAULT;")) {
      var script = before + "INSERT INTO t VALUES ('\\'), (SLEEP(1)) -- ')\n;";
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> script(script, 9, server, new ByteArrayOutputStream()))
          .withMessageContaining("does more than add rows");
    }
  }

  @Test
  void capitalsMatterAsTheyDoForTheServer() throws IOException {
    var out = new ByteArrayOutputStream();
    script("USE `Shop`;CREATE TABLE `Shop`.t (a INT DEFAULT nextval(`SHOP`.`s`));", 9, MYSQL, out);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("CREATE TABLE t (a INT DEFAULT nextval(`s`))");
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> script("USE `Shop`;", 9, MARIADB, new ByteArrayOutputStream()))
        .withMessageContaining("into which database it goes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"USE `other`;", "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `other`;"})
  void aScriptThatLeavesItsDatabaseIsRefused(String line) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(
            () -> script("SET a=1;\n" + line + "\n", 9, MARIADB, new ByteArrayOutputStream()))
        .withMessageContaining("into which database it goes")
        .withMessageContaining("`other`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"USE `shop`;", "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop`;"})
  void thatItGoesWhereItCameFromDoesNotMatter(String line) throws IOException {
    var script = script(line + "\n", 9, MARIADB, new ByteArrayOutputStream());

    assertThat(script.leftOut().sentences()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INSERT INTO t VALUES ('x", "CREATE TABLE `t", "SET a = 1 /* and"})
  void aScriptThatEndsInTheMiddleIsRefused(String script) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> script(script, 9, MARIADB, new ByteArrayOutputStream()))
        .withMessageContaining("ends in the middle");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "(a INT) ENGINE=FEDERATED CONNECTION='mysql://root@x/other/o' | SET STATEMENT sql_mode ="
            + " 'IGNORE_BAD_TABLE_OPTIONS' FOR CREATE TABLE `t` (a INT)",
        "(a INT) ENGINE=MRG_MyISAM UNION=(`m`,`other`.`m`) | SET STATEMENT sql_mode ="
            + " 'IGNORE_BAD_TABLE_OPTIONS' FOR CREATE TABLE `t` (a INT)",
        "(a INT) ENGINE=InnoDB DATA DIRECTORY='/x/' | CREATE TABLE `t` (a INT) ENGINE=InnoDB",
        "(a INT) ENGINE=InnoDB PARTITION BY HASH (a) (PARTITION p DATA DIRECTORY = '/x' ENGINE ="
            + " InnoDB) | CREATE TABLE `t` (a INT) ENGINE=InnoDB PARTITION BY HASH (a) (PARTITION p"
            + " ENGINE = InnoDB)",
        "(a INT, CONSTRAINT k FOREIGN KEY (a) REFERENCES `other`.`o` (i)) | CREATE TABLE `t` (a INT)",
        "(a INT, FOREIGN KEY (a) REFERENCES `o` (i)) | CREATE TABLE `t` (a INT,FOREIGN KEY (a)"
            + " REFERENCES `o` (i))",
        "(a INT DEFAULT nextval(`other`.`s`) COMMENT 'x') | CREATE TABLE `t` (a INT COMMENT 'x')",
        "(a INT) WITH SYSTEM VERSIONING | CREATE TABLE `t` (a INT) WITH SYSTEM VERSIONING",
      })
  void aTableIsMadeOfWhatIsItsOwn(String definition, String made) throws IOException {
    var out = new ByteArrayOutputStream();
    script("CREATE TABLE `t` " + definition + ";", 9, MARIADB, out);

    assertThat(out.toString(StandardCharsets.UTF_8).replace(",\n", ",").replaceAll(" ?;\n", ""))
        .isEqualTo(made);
  }

  /** As both servers write them, but for those of a table that is called as the database. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "select `t`.`id` AS `id` from (`t` join `u` `c` on(`c`.`id` = `t`.`id`)) | same",
        "select `shop`.`f`(`shop`.`t`.`a`) AS `g` from `shop`.`t` | select `f`(`t`.`a`) AS `g` from"
            + " `t`",
        "with c as (select `t`.`id` AS `id` from `t`)select `c`.`id` AS `id`,`d`.`n` AS `n` from"
            + " (`c` join (select count(0) AS `n` from `t`) `d`) | same",
        "select `shop`.`id` AS `id` from (`shop`.`t` `shop` join `u`) | select `shop`.`id` AS `id`"
            + " from (`t` `shop` join `u`)",
        "select `x`.`TABLE_NAME` AS `n` from `information_schema`.`tables` `x` | same",
      })
  void aViewLosesTheNameOfItsDatabase(String body, String made) throws IOException {
    var before = "CREATE TABLE t (id INT);CREATE TABLE u (id INT);";
    var view =
        "/*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50013 DEFINER=`gone`@`%` SQL SECURITY DEFINER */"
            + " /*!50001 VIEW `v` AS "
            + body
            + " */;";
    var script = script(before + view, 9, MARIADB, new ByteArrayOutputStream());

    assertThat(script.later())
        .extracting(MariaDbScript.Later::statement)
        .containsExactly(
            "CREATE ALGORITHM=UNDEFINED SQL SECURITY DEFINER VIEW `v` AS "
                + (made.equals("same") ? body : made));
  }

  @Test
  void aSequenceIsMadeWithItsComment() throws IOException {
    var made =
        "CREATE SEQUENCE `s` start with 1 cache 1000 nocycle ENGINE=InnoDB COMMENT='of; it';";
    var out = new ByteArrayOutputStream();
    script(made + "\nDO SETVAL(`s`, 7, 0);", 9, MARIADB, out);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(made + "\nDO SETVAL(`s`, 7, 0);\n");
  }

  @Test
  void commentsAreThoseOfTheServer() throws IOException {
    var tried = "CREATE TABLE t (a INT /*!80000 INVISIBLE */ /*M!100300 COMMENT 'x' */);";
    var ofMariaDb = new ByteArrayOutputStream();
    var ofMySql = new ByteArrayOutputStream();

    script(tried, 9, MARIADB, ofMariaDb);
    script(tried, 9, MYSQL, ofMySql);

    assertThat(ofMariaDb.toString(StandardCharsets.UTF_8)).contains("(a INT COMMENT 'x')");
    assertThat(ofMySql.toString(StandardCharsets.UTF_8)).contains("(a INT INVISIBLE)");
  }

  @Test
  void aRowThatTheServerWouldNotTakeIsMeasured() {
    var row = "INSERT INTO `t` VALUES ('" + "x".repeat(3_000_000) + "');";

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> script(row, 100_000, MARIADB, new ByteArrayOutputStream()))
        .withMessageStartingWith("A row of the table 't' takes a statement of 3,000,027 bytes: ")
        .withMessageContaining("max_allowed_packet has to be 3M or more")
        .withMessageNotContaining("xxx");
  }

  private static MariaDbScript script(
      String text, int piece, MariaDbDialect dialect, ByteArrayOutputStream out)
      throws IOException {
    var script = new MariaDbScript(out, dialect, "shop", DATABASES, 1024 * 1024);
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    for (var from = 0; from < bytes.length; from += piece) {
      script.write(bytes, from, Math.min(piece, bytes.length - from));
    }
    script.close();
    return script;
  }
}

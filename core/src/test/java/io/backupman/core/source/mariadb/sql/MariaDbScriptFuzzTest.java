package io.backupman.core.source.mariadb.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.backupman.core.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a script holds, what is let through of it is the same for all pieces that it comes in,
 * and so plain that all of it is let through again.
 */
@Timeout(60)
class MariaDbScriptFuzzTest {
  private static final MariaDbDialect MARIADB =
      new MariaDbDialect(false, 101_119, true, false, false);
  private static final MariaDbDialect MYSQL = new MariaDbDialect(true, 90_700, true, false, true);

  /**
   * What came of a script.
   *
   * @param text what was let through; a character for each byte
   * @param refusal why the script was refused; empty if it was not
   */
  private record Result(String text, MariaDbScript script, String refusal) {
    static Result of(byte[] bytes, int piece, MariaDbDialect dialect) throws IOException {
      var out = new ByteArrayOutputStream();
      var databases = List.of("shop", "other", "mysql");
      var script = new MariaDbScript(out, dialect, "shop", databases, 1024 * 1024);
      var refusal = "";
      try (script) {
        for (int from = 0; from < bytes.length; from += piece) {
          script.write(bytes, from, Math.min(piece, bytes.length - from));
        }
      } catch (SourceException e) {
        refusal = String.valueOf(e.getMessage());
      }
      return new Result(out.toString(ISO_8859_1), script, refusal);
    }

    boolean isSame(Result other) {
      return refusal.isEmpty() == other.refusal.isEmpty()
          && (!refusal.isEmpty()
              || (text.equals(other.text)
                  && script.later().equals(other.script.later())
                  && script.leftOut().sentences().equals(other.script.leftOut().sentences())));
    }
  }

  static Stream<byte[]> examples() {
    return Stream.of(
            """
            /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
            CREATE TABLE `t` (`id` int DEFAULT nextval(`shop`.`sq`), `a` text COMMENT 'it''s \\'',
              KEY `k` (`id`)) ENGINE=InnoDB;
            /*!40000 ALTER TABLE `t` DISABLE KEYS */;
            INSERT INTO `t` (`id`,`a`) VALUES
            (1,'it''s; \\'USE x;\\n--'),(-2,NULL),(3.5e+1,_binary 'x'),(0xAB,b'1');
            -- Dump completed
            """,
            """
            DELIMITER ;;
            /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER shop.tr BEFORE
            INSERT ON "shop"."t" FOR EACH ROW BEGIN SET NEW.a = "shop".f(';;'); END */;;
            DELIMITER ;
            /*!50001 CREATE ALGORITHM=UNDEFINED VIEW `v` AS SELECT 1 FROM `other`.`o` */;
            """,
            "CREATE SEQUENCE `s` start with 1 COMMENT='x';\nDO SETVAL(`s`, 7, 0);\n",
            "SET sql_mode='no_backslash_escapes';INSERT INTO t VALUES ('\\'), (SLEEP(1)) -- ')",
            "SET NAMES latin1;\nREPLACE INTO `t` VALUES (\"a\");\nLOCK TABLES t WRITE;",
            "CREATE TABLE t (a INT) PARTITION BY HASH (a) (PARTITION p DATA DIRECTORY = '/x');",
            "DELIMITER ;;\nCREATE TABLE t (a INT) PARTITION BY HASH (a); USE other;;",
            "CREATE TABLE t (a INT) ENGINE=FEDERATED CONNECTION='mysql://x/y';")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("examples")
  @FuzzTest
  void whatIsLetThroughIsPlain(byte[] script) throws IOException {
    for (var dialect : List.of(MARIADB, MYSQL)) {
      var result = Result.of(script, 64 * 1024, dialect);
      assertThat(Result.of(script, 1, dialect))
          .matches(result::isSame, "the same in pieces of one byte");
      assertThat(Result.of(script, 33, dialect))
          .matches(result::isSame, "the same in pieces of 33 bytes");
      if (result.refusal().isEmpty() && result.script().elsewhere().isEmpty()) {
        var again = Result.of(result.text().getBytes(ISO_8859_1), 1024, dialect);
        assertThat(again.refusal()).isEmpty();
        assertThat(again.text()).isEqualTo(result.text());
        assertThat(again.script().later()).isEmpty();
        assertThat(again.script().leftOut().sentences()).isEmpty();
      }
    }
  }
}

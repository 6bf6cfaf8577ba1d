package io.backupman.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a script is tried, whatever the pieces that it comes in. */
class LineFilterTest {
  private static final String LONG = "x".repeat(5_000);

  private static final String MARIADB =
      """
      INSERT INTO `t` VALUES
      (1,'a\\nUSE x'),(2,'%s');
      DELIMITER ;;
      /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 trigger tr after insert on t
      USE x;
      end */;;
      /*!50003 SET time_zone = 'SYSTEM' */ ;;
      /*!50106 CREATE*/ /*!50117 DEFINER=`root`@`localhost`*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 SECOND DO begin
       insert into shop.t values ('%s');

       delete from shop.t;
      end */ ;;
      DELIMITER ;
      -- Dump completed
      """
          .formatted(LONG, LONG);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 2048, 100_000})
  void eventsAreLeftOut(int piece) throws IOException {
    var passed = passed(MARIADB, piece, MariaDbScript::new);

    assertThat(passed)
        .contains(
            "(2,'" + LONG + "');\n", "trigger tr", "end */;;\n", "'SYSTEM' */ ;;\nDELIMITER ;\n")
        .doesNotContain("EVENT", "shop")
        .endsWith("-- Dump completed\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"USE `shop`;", "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop`;"})
  void aScriptThatLeavesItsDatabaseIsRefused(String line) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> passed("SET a=1;\n" + line + "\nDROP TABLE t;\n", 9, MariaDbScript::new))
        .withMessageContaining(line);
  }

  @Test
  void nothingIsMadeOfNothing() throws IOException {
    assertThat(passed("", 9, MariaDbScript::new)).isEmpty();
  }

  private static String passed(
      String script, int piece, Function<OutputStream, LineFilter> filtering) throws IOException {
    var passed = new ByteArrayOutputStream();
    var bytes = script.getBytes(StandardCharsets.UTF_8);
    try (var filter = filtering.apply(passed)) {
      for (var from = 0; from < bytes.length; from += piece) {
        filter.write(bytes, from, Math.min(piece, bytes.length - from));
      }
    }
    return passed.toString(StandardCharsets.UTF_8);
  }
}

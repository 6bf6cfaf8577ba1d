package io.backupman.core.source.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of a script is found where it is, and nowhere else, whatever the pieces it comes in. */
@Timeout(60)
class ScriptOutputFuzzTest {
  private static final String END = ScriptOutput.MARIADB_END + " on 2025-07-02 10:00:00\n";
  private static final String ROW = "INSERT INTO `t` VALUES ('%s%s";

  static Stream<byte[]> examples() {
    return Stream.of(
            "INSERT INTO `t` VALUES (1);\n" + END,
            "INSERT INTO `t` VALUES ('" + END,
            // A row of which just so much is kept that it seems to begin as the end does.
            ROW.formatted("x".repeat(50), END.strip() + "x".repeat(1024 - END.strip().length())),
            ROW.formatted("x".repeat(5000), "');\n" + END + " \n\r\n"),
            END + "INSERT INTO",
            ScriptOutput.POSTGRES_END + "\n--\n\n\\unrestrict abc\n")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("examples")
  @FuzzTest
  void itEndsWithWhatItsLastLineBeginsWith(byte[] script) throws IOException {
    var text = new String(script, UTF_8);
    var lines = text.lines().filter(line -> !line.isBlank()).toList();
    boolean isEnd = !lines.isEmpty() && lines.getLast().startsWith(ScriptOutput.MARIADB_END);
    boolean isKept = isEnd && text.length() - text.lastIndexOf(lines.getLast()) < 200;

    for (int piece : new int[] {1, 7, 4096}) {
      var output = written(script, piece);
      if (output.endsWith(ScriptOutput.MARIADB_END) ? !isEnd : isKept) {
        fail("Taken for whole: %s", !isEnd);
      }
      if (output.hasNearItsEnd(ScriptOutput.POSTGRES_END)) {
        assertThat(lines).contains(ScriptOutput.POSTGRES_END);
      }
    }
  }

  private static ScriptOutput written(byte[] script, int piece) throws IOException {
    var output = new ScriptOutput(OutputStream.nullOutputStream());
    for (int from = 0; from < script.length; from += piece) {
      output.write(script, from, Math.min(piece, script.length - from));
    }
    return output;
  }
}

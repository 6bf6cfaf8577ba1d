package io.backupman.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineFormatterTest {
  private static final String FORGED = "2026-01-01T00:00:00Z INFO  All is well.";
  private UnaryOperator<String> mask = UnaryOperator.identity();

  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\u000b", "\f", "\n\n\t"})
  void aLineBreakOfAnyKindForgesNoLine(String lineBreak) {
    var written = formatted(Level.WARNING, "A" + lineBreak + FORGED, null);

    assertThat(written.lines()).hasSize(1);
    assertThat(written).contains("WARN  A " + FORGED).doesNotContain("\u2028", "\u0085");
  }

  @ParameterizedTest
  @ValueSource(chars = {'\u0000', '\b', '\u001b', '\u007f', '\u009b', '\u200b', '\u202e', '\ud800'})
  void whatCannotBePrintedIsWrittenAsItsNumber(char unprintable) {
    assertThat(formatted(Level.INFO, "x" + unprintable + "[2J", null))
        .contains("INFO  x\\u%04x[2J".formatted((int) unprintable));
  }

  @ParameterizedTest
  @CsvSource({
    "GET /api/x?token=abc failed,GET /api/x?… failed",
    "GET /api/x?\u001b[2J,GET /api/x?…",
    "https://h/p?a=b&c=d: refused,https://h/p?… refused",
    "Really? Yes.,Really? Yes.",
    "\"https://h/p?secret\" is wrong,\"https://h/p?…\" is wrong",
  })
  void queriesOfAddressesAreLeftOut(String text, String shown) {
    assertThat(formatted(Level.INFO, text, null).strip()).endsWith("INFO  " + shown);
  }

  @Test
  void whateverIsLoggedNoLineIsLong() {
    var long2 = "x\n".repeat(1_000_000);
    var thrown = new IllegalStateException(long2, new IllegalArgumentException(long2));
    thrown.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("C".repeat(100_000), "m", "f", 1)});

    for (var level : new Level[] {Level.SEVERE, Level.WARNING, Level.FINE}) {
      assertThat(formatted(level, long2, thrown).lines())
          .allSatisfy(line -> assertThat(line).hasSizeLessThan(2200));
    }
  }

  @Test
  @Timeout(20)
  void longRunsOfBlanksTakeNoTime() {
    for (int i = 0; i < 10; i++) {
      assertThat(formatted(Level.WARNING, "a" + " ".repeat(64_000) + "b", null).lines()).hasSize(1);
    }
  }

  @Test
  void theTextOfAnExceptionForgesNoLineInItsTrace() {
    var thrown = new IllegalStateException("a\n" + FORGED, new Error("b\r\n\tat " + FORGED));

    var lines = formatted(Level.SEVERE, "Bad.", thrown).lines().toList();

    assertThat(lines.getFirst()).contains("ERROR Bad.");
    assertThat(lines.subList(1, lines.size()))
        .allSatisfy(line -> assertThat(line).startsWith("\t"));
    assertThat(lines.get(1)).isEqualTo("\tjava.lang.IllegalStateException: a " + FORGED);
    assertThat(lines.get(2)).startsWith("\tat io.backupman.server.log.LineFormatterTest.");
    assertThat(lines).contains("\tCaused by: java.lang.Error: b at " + FORGED);
  }

  @Test
  void whatWasSuppressedIsInTheTraceToo() {
    var closing = new IllegalArgumentException("closing", new Error("why"));
    var thrown = new IllegalStateException("sending", new Error("cause"));
    thrown.addSuppressed(closing);
    closing.addSuppressed(thrown);

    assertThat(formatted(Level.SEVERE, "Bad.", thrown).lines().skip(1))
        .filteredOn(line -> line.contains("java.lang.") && !line.startsWith("\tat "))
        .containsExactly(
            "\tjava.lang.IllegalStateException: sending",
            "\tCaused by: java.lang.Error: cause",
            "\tSuppressed: java.lang.IllegalArgumentException: closing",
            "\tCaused by: java.lang.Error: why");
  }

  @Test
  void anExceptionThatThrowsWhenItIsAskedIsLoggedAllTheSame() {
    var thrown =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("no message");
          }

          @Override
          public Throwable getCause() {
            return this;
          }

          @Override
          public StackTraceElement[] getStackTrace() {
            throw new StackOverflowError();
          }
        };

    assertThat(formatted(Level.SEVERE, "Bad.", thrown)).contains("ERROR Bad.");
    assertThat(formatted(Level.WARNING, "Bad.", thrown).lines()).hasSize(1);
  }

  @Test
  void secretsAreHiddenAlsoWhereTheyAreCut() {
    mask = text -> text.replace("hunter\n2", "***").replace("hunter2", "***");

    assertThat(formatted(Level.INFO, "a hunter2 b hunter\n2 c", null)).contains("a *** b *** c");
    assertThat(formatted(Level.INFO, "x".repeat(SafeText.LONGEST - 3) + "hunter2", null))
        .doesNotContain("hun");
  }

  private String formatted(Level level, String message, @Nullable Throwable thrown) {
    var entry = new LogRecord(level, message);
    entry.setThrown(thrown);
    return new LineFormatter(mask).format(entry);
  }
}

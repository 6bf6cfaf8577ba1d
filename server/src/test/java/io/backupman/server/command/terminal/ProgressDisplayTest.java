package io.backupman.server.command.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.BackupProgress;
import io.backupman.core.backup.BackupProgress.Copy;
import io.backupman.core.backup.BackupProgress.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressDisplayTest {
  private static final BackupProgress DUMPING =
      new BackupProgress(Phase.DUMPING, 5_000_000, List.of());
  private static final BackupProgress COPYING =
      new BackupProgress(
          Phase.COPYING,
          5_000_000,
          List.of(new Copy("Local", 1_000, 1_000), new Copy("S3", 250, 1_000)));

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  @Test
  void barsAreDrawnOverEachOther() {
    var bars = new ProgressBars(out, () -> 80);
    bars.show(Map.of("Shop", DUMPING));
    bars.show(new TreeMap<>(Map.of("Shop", COPYING, "Blog", DUMPING)));
    bars.clear();
    bars.clear();
    out.println("Shop: finished.");

    assertThat(text.toString().lines().map(line -> line.replace("\u001b", "ESC")))
        .containsExactly(
            "Shop dumping, 4.8 MiB dumped",
            "ESC[1FESC[JBlog    dumping, 4.8 MiB dumped",
            "Shop    copying, 4.8 MiB dumped",
            "  Local [########################] 100 % of 1,000 bytes",
            "  S3    [######------------------]  25 % of 1,000 bytes",
            "ESC[4FESC[JShop: finished.");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10, 20, 30, 40, 52, 68, 69, 80, 200})
  void noLineIsAsLongAsTheTerminalIsWideOrMovesTheCursor(int columns) {
    var copies =
        List.of(
            new Copy("A drive with a long name", Long.MAX_VALUE, 1),
            new Copy("東京のバックアップ保管場所", 1_000, 250));
    new ProgressBars(out, () -> columns)
        .show(
            Map.of(
                "A \u001b[2J label that is much longer than what there is room for 💾",
                new BackupProgress(Phase.COPYING, Long.MAX_VALUE, copies)));

    assertThat(text.toString()).doesNotContain("\u001b");
    assertThat(text.toString().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(Columns.of(line)).isLessThan(Math.max(2, columns)));
  }

  @Test
  void longLabelsDoNotLookAlike() {
    var label = "Customers of the online shop, production, Europe, node ";
    new ProgressBars(out, () -> 60)
        .show(new TreeMap<>(Map.of(label + "1", DUMPING, label + "2", DUMPING)));

    assertThat(text.toString().lines())
        .containsExactly(
            "Customers of t…Europe, node 1 dumping, 4.8 MiB dumped",
            "Customers of t…Europe, node 2 dumping, 4.8 MiB dumped");
  }

  @Test
  void elsewhereEachStepHasALine() {
    var lines = ProgressDisplay.of(out, false);
    for (var i = 0; i < 3; i++) {
      lines.show(Map.of("Shop", DUMPING));
    }
    lines.show(Map.of("Shop", COPYING));
    lines.show(Map.of("Shop", COPYING));
    lines.clear();

    assertThat(text.toString().lines())
        .containsExactly("Shop: dumping", "Shop: copying (4.8 MiB dumped)");
  }
}

package io.backupman.notifier.http.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Writes down what came of each fault as a page of Markdown, in the order in which they ran. Not
 * safe for use by several threads.
 */
public final class FaultTable {
  private static final int LONGEST = 300;
  private final StringBuilder page = new StringBuilder();

  /** Starts a page with a title and a paragraph. */
  public FaultTable(String title, String introduction) {
    page.append("# ").append(title).append("\n\n").append(introduction.strip()).append('\n');
  }

  /** Starts a table of its own under a heading. */
  public void section(String heading) {
    page.append("\n## ").append(heading).append("\n\n");
    page.append("| What happens | Outcome | Code | Waits | What the attempt says |\n");
    page.append("|---|---|---|---|---|\n");
  }

  /** Writes down one fault. */
  public void row(String fault, Observed observed) {
    var code = observed.statusCode();
    cell(fault);
    cell(observed.outcome());
    cell(code.isPresent() ? Integer.toString(code.getAsInt()) : "");
    cell(observed.retryAfter().map(FaultTable::words).orElse(""));
    cell(steady(observed.sentence()));
    page.append("|\n");
  }

  /**
   * Compares the page with the committed one, and leaves it in a file to be copied.
   *
   * @param committed the page in {@code docs}
   * @param generated where to leave what this run wrote
   */
  public void check(Path committed, Path generated) throws IOException {
    Files.writeString(generated, page);
    assertThat(Files.exists(committed) ? Files.readString(committed) : "")
        .as("%s is what ran; if it should be, copy %s over it", committed, generated)
        .isEqualTo(page.toString());
  }

  private void cell(String text) {
    page.append("| ").append(text.replace("|", "\\|"));
    page.append(text.isEmpty() ? "" : " ");
  }

  private static String words(Duration wait) {
    return wait.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /** Without what differs from run to run, or from JDK to JDK. */
  private static String steady(String sentence) {
    var steady =
        sentence
            .replaceAll("(localhost|127\\.0\\.0\\.1):\\d{2,5}", "$1:PORT")
            .replaceAll("\\((certificate|handshake)_\\w+\\) ", "");
    return steady.length() > LONGEST ? steady.substring(0, LONGEST) + "…" : steady;
  }
}

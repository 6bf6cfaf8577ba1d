package io.backupman.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes down what became of each backup as a page of Markdown, in the order in which they ran. Not
 * safe for use by several threads.
 */
public final class FaultTable {
  private static final String FINISHED = "finished";

  private final StringBuilder page = new StringBuilder();
  private int finished;
  private int failed;

  /** Starts a page with a title and a paragraph. */
  public FaultTable(String title, String introduction) {
    page.append("# ").append(title).append("\n\n").append(introduction.strip()).append('\n');
  }

  /** Starts a table of its own under a heading. */
  public void section(String heading) {
    page.append("\n## ").append(heading).append("\n\n");
    page.append("| What happens | Status | What the report says |\n|---|---|---|\n");
  }

  /** Writes down one backup; whether one that is finished is whole, others have to look. */
  public void row(String fault, String status, String sentence) {
    finished += status.equals(FINISHED) ? 1 : 0;
    failed += status.equals(FINISHED) ? 0 : 1;
    page.append("| ").append(cell(fault)).append(" | ").append(status).append(" | ");
    page.append(sentence.isEmpty() ? "" : cell(sentence) + " ").append("|\n");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\s+", " ");
  }

  /**
   * Compares the page with the committed one, and leaves it in a file to be copied.
   *
   * @param committed the page in {@code docs}
   * @param generated where to leave what this run wrote
   */
  public void check(Path committed, Path generated) throws IOException {
    page.append(
        "\n%d backups failed and %d finished; every finished one was whole: 0 false successes.\n"
            .formatted(failed, finished));
    Files.writeString(generated, page);
    assertThat(Files.exists(committed) ? Files.readString(committed) : "")
        .as("%s is what ran; if it should be, copy %s over it", committed, generated)
        .isEqualTo(page.toString());
  }
}

package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.server.docs.Block;
import io.backupman.server.docs.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configurations of the documentation; those of channels are tried with their plugins. */
class DocumentedConfigurationTest {
  private static final Pattern SECTION =
      Pattern.compile("(?s)(?:database|data_sources|drives|http|network|retention):.*");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)}");
  private static final Pattern SECRET_FILE = Pattern.compile("_file: /[^\\s,}]+");

  /** Data sources need one, which not every example shows. */
  private static final String DRIVE = "drives: [{provider: local, label: Disk, folder: ./disk}]\n";

  @TempDir private Path folder;

  record Example(Page page, Block block) {
    @Override
    public String toString() {
      return page + ":" + block.line();
    }
  }

  private static Stream<Example> examples() {
    return Page.all().stream()
        .flatMap(page -> page.blocks().stream().map(block -> new Example(page, block)))
        .filter(example -> example.block().language().equals("yaml"))
        .filter(example -> SECTION.matcher(example.block().text()).matches());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isRight(Example example) throws Exception {
    var config = new ConfigFixture(folder);
    var text = example.block().text();
    VARIABLE.matcher(text).results().forEach(match -> config.env.put(match.group(1), "value"));
    var secret = Files.writeString(folder.resolve("secret"), "a secret\n");

    var problems =
        config.problems(
            SECRET_FILE.matcher(text).replaceAll("_file: " + secret)
                + (text.contains("data_sources:") && !text.contains("drives:") ? DRIVE : ""));

    assertThat(problems).isEmpty();
  }

  @Test
  void thatOfTheReadmeIsAmongThem() {
    assertThat(examples()).extracting(Example::toString).anyMatch(e -> e.startsWith("README.md:"));
  }
}

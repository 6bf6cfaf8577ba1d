package io.backupman.server.it;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.backupman.core.process.SearchPath;
import io.backupman.server.docs.Block;
import io.backupman.server.docs.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types what the documentation tells its reader to type: the blocks of a page that are marked
 * {@code sh runnable}, in their order, in an empty folder. Further words of the mark: {@code
 * background}, for a server that the following blocks talk to, and {@code thorough}, which puts off
 * the page to the tests that take long. In a comment, a block is typed without being shown. A block
 * {@code text output} that follows has lines that are to be printed, with … for anything.
 */
class TypedCommandsIT {
  /** Programs that are not everywhere. */
  private static final Pattern PROGRAM =
      Pattern.compile(
          "\\b(?:age|age-keygen|curl|mariadb|mariadb-dump|openssl|pg_dump|psql|sqlite3|zstd)\\b");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> whatThePagesSayCanBeTyped() {
    return pages(false);
  }

  @Tag("thorough")
  @TestFactory
  Stream<DynamicTest> whatTakesLongCanBeTyped() {
    return pages(true);
  }

  private Stream<DynamicTest> pages(boolean thorough) {
    return Page.all().stream()
        .filter(page -> typed(page).findAny().isPresent())
        .filter(page -> typed(page).anyMatch(block -> block.is("thorough")) == thorough)
        .map(page -> dynamicTest(page.toString(), () -> type(page)));
  }

  private static Stream<Block> typed(Page page) {
    return page.blocks().stream().filter(block -> block.is("runnable"));
  }

  private void type(Page page) throws Exception {
    needsProgramsOf(page);
    var place = Files.createDirectory(folder.resolve(page.toString().replace('/', '-')));
    try (var session = new ShellSession(place, page)) {
      session.run();
    }
  }

  @SuppressWarnings("SystemOut")
  private static void needsProgramsOf(Page page) {
    var path = SearchPath.ofEnvironment();
    List<String> missing =
        PROGRAM
            .matcher(String.join("\n", typed(page).map(Block::text).toList()))
            .results()
            .map(match -> match.group())
            .distinct()
            .filter(program -> path.find(program).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      System.out.printf("%s is not typed: there is no %s.%n", page, String.join(", no ", missing));
      abort("missing: " + missing);
    }
  }
}

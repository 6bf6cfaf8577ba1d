package io.backupman.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages lead to, and what leads to pages. */
class DocumentationTest {
  private static final Path INDEX = Path.of("docs", "README.md");
  private static final Set<String> PASSED_OVER =
      Set.of("target", "node_modules", ".git", ".backupman-builds", "backupman-demo");
  private static final Pattern SOURCE =
      Pattern.compile(".*\\.(?:java|xml|ya?ml|sh|conf|service|json)|[^.]+");
  private static final Pattern PAGE =
      Pattern.compile(
          "(?<![\\w/-])(?:\\.\\./)*((?:docs|plugins)/[\\w./-]*\\w\\.(?:md|yml|json|conf))");
  private static final Pattern TEST = Pattern.compile("[A-Z]\\w*[a-z](?:Test|IT|Contract)");

  @Test
  void everyLinkLeadsToAFileAndToAHeadingInIt() {
    assertThat(Page.all().stream().flatMap(DocumentationTest::dead)).isEmpty();
  }

  private static Stream<String> dead(Page page) {
    return page.links().stream()
        .filter(link -> !leadsSomewhere(page, link))
        .map(link -> page + ": " + link);
  }

  private static boolean leadsSomewhere(Page page, String link) {
    var target = target(page, link);
    if (!Files.exists(Page.REPOSITORY.resolve(target))) {
      return false;
    }
    var anchor = link.indexOf('#');
    return anchor < 0 || Page.of(target).anchors().contains(link.substring(anchor + 1));
  }

  private static Path target(Page page, String link) {
    var file = link.replaceFirst("#.*", "");
    return file.isEmpty() ? page.path() : page.path().resolveSibling(file).normalize();
  }

  @Test
  void everyPageIsReachedFromTheIndex() {
    var reached = new HashSet<>(Set.of(INDEX));
    var next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      var page = Page.of(next.remove());
      page.links().stream()
          .map(link -> target(page, link))
          .filter(target -> target.toString().endsWith(".md"))
          .filter(reached::add)
          .forEach(next::add);
    }

    assertThat(Page.all()).extracting(Page::path).allMatch(reached::contains);
  }

  @Test
  void everyTestThatAPageNamesIsThere() throws IOException {
    var there =
        sources().stream()
            .map(file -> String.valueOf(file.getFileName()).replaceFirst("\\.java$", ""))
            .collect(Collectors.toSet());

    var named =
        Page.all().stream()
            .filter(page -> !page.path().startsWith("plugins"))
            .flatMap(page -> page.code().stream())
            .filter(TEST.asMatchPredicate())
            .collect(Collectors.toSet());

    assertThat(named).contains("KillRoundsIT");
    assertThat(there).containsAll(named);
  }

  @Test
  void everyPageThatAProgramOrItsSourceNamesIsThere() throws IOException {
    var named = new HashSet<String>();
    for (var file : sources()) {
      PAGE.matcher(text(file)).results().forEach(match -> named.add(match.group(1)));
    }

    assertThat(named).contains("docs/configuration.md");
    assertThat(named).allMatch(page -> Files.exists(Page.REPOSITORY.resolve(page)));
  }

  private static List<Path> sources() throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        Page.REPOSITORY,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return PASSED_OVER.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (SOURCE.matcher(Objects.requireNonNull(file.getFileName()).toString()).matches()) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      return ""; // a picture, or another file of bytes
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.backupman.server.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page in GitHub's Markdown. Immutable. */
public final class Page {
  /** Where all pages are. */
  public static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern FENCE = Pattern.compile("^\\s*(`{3,}|~{3,})\\s*(.*)$");
  private static final Pattern COMMENT = Pattern.compile("^<!-- (sh runnable.*)$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+(.*?)\\s*#*\\s*$");
  private static final Pattern CODE =
      Pattern.compile("(?<!`)(`{1,2})(?!`)((?:(?!\\n\\s*\\n).)+?)(?<!`)\\1(?!`)", Pattern.DOTALL);
  private static final Pattern LINK =
      Pattern.compile("]\\(\\s*([^)\\s]+)(?:\\s+\"[^\"]*\")?\\s*\\)|(?m:^\\[[^\\]]+]:\\s*(\\S+))");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\b(?:href|src|srcset)=\"([^\"\\s]+)\"");
  private static final Pattern NAME = Pattern.compile("<a\\s+(?:id|name)=\"([^\"]+)\"");
  private static final Pattern LINKED = Pattern.compile("!?\\[([^\\]]*)]\\([^)]*\\)");

  private final Path path;
  private final List<Block> blocks = new ArrayList<>();
  private final StringBuilder prose = new StringBuilder();

  private Page(Path path, String text) {
    this.path = path;
    read(text.lines().toList());
  }

  /** Reads a page; its path is that in the repository. */
  public static Page of(Path path) {
    try {
      return new Page(path, Files.readString(REPOSITORY.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page of(String text) {
    return new Page(Path.of("page.md"), text);
  }

  /** All pages that people read. */
  public static List<Page> all() {
    var pages =
        Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "plugins/README.md")
            .map(Path::of);
    var folders = Stream.of("docs", "packaging").flatMap(Page::under);
    return Stream.concat(pages, folders).map(Page::of).toList();
  }

  private static Stream<Path> under(String folder) {
    try (var files = Files.walk(REPOSITORY.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .map(REPOSITORY::relativize)
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      var fence = FENCE.matcher(lines.get(i));
      var comment = COMMENT.matcher(lines.get(i));
      if (fence.matches()) {
        i = block(lines, i, fence.group(2), "^\\s*" + fence.group(1) + "[`~]*\\s*$");
      } else if (comment.matches()) {
        i = block(lines, i, comment.group(1), "^-->$");
      } else {
        prose.append(lines.get(i)).append('\n');
      }
    }
  }

  /** Returns the index of its last line. */
  private int block(List<String> lines, int first, String info, String end) {
    var text = new StringBuilder();
    for (int i = first + 1; i < lines.size(); i++) {
      if (lines.get(i).matches(end)) {
        blocks.add(new Block(first + 1, info, text.toString()));
        return i;
      }
      text.append(lines.get(i)).append('\n');
    }
    throw new IllegalStateException("%s:%s: the block has no end".formatted(path, first + 1));
  }

  /** Where it is in the repository. */
  public Path path() {
    return path;
  }

  /** Its blocks of code, in their order. */
  public List<Block> blocks() {
    return List.copyOf(blocks);
  }

  /** What stands between backticks in its text. */
  Set<String> code() {
    var found = new LinkedHashSet<String>();
    CODE.matcher(prose).results().forEach(match -> found.add(match.group(2)));
    return found;
  }

  /** Where its links and images lead to, but for those to other sites. */
  Set<String> links() {
    var text = CODE.matcher(prose).replaceAll("code");
    var found = new LinkedHashSet<String>();
    LINK.matcher(text)
        .results()
        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
        .forEach(found::add);
    ATTRIBUTE.matcher(text).results().forEach(match -> found.add(match.group(1)));
    found.removeIf(link -> link.matches("[a-z]+:.*"));
    return found;
  }

  /** What may follow a {@code #} in a link to it. */
  Set<String> anchors() {
    var found = new LinkedHashSet<String>();
    Map<String, Integer> times = new HashMap<>();
    HEADING
        .matcher(prose)
        .results()
        .map(match -> anchor(match.group(1)))
        .forEach(
            anchor -> {
              int before = times.getOrDefault(anchor, 0);
              times.put(anchor, before + 1);
              found.add(before == 0 ? anchor : anchor + "-" + before);
            });
    NAME.matcher(prose).results().forEach(match -> found.add(match.group(1)));
    return found;
  }

  /** As GitHub makes one of the text that is shown. */
  private static String anchor(String heading) {
    return LINKED
        .matcher(heading)
        .replaceAll("$1")
        .replaceAll("<[^>]*>", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{M}\\p{Nd}\\p{Pc} -]", "")
        .replace(' ', '-');
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

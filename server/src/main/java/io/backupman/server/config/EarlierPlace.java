package io.backupman.server.config;

import io.backupman.core.source.DumpFileName;
import io.backupman.server.config.section.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds what earlier versions left where they were started, to which relative paths belonged then:
 * to begin anew beside the file would look as if all history and all copies were lost.
 */
final class EarlierPlace {
  private EarlierPlace() {}

  /**
   * What to say if there is something in the folder that Backupman is started in, and nothing in
   * the place that counts.
   *
   * @param text the path as it stands in the file, or its default
   * @param isUsed whether there is something at a path
   */
  static Optional<String> sentence(Section section, String text, Predicate<Path> isUsed) {
    try {
      var here = Path.of("").toAbsolutePath().resolve(text).normalize();
      var place = section.resolve(text);
      if (!here.equals(place) && isUsed.test(here) && !isUsed.test(place)) {
        return Optional.of(
            "is %s, where nothing is; but there is %s, which it was for earlier versions when they were started here: move that, or write its whole path"
                .formatted(place, here));
      }
    } catch (InvalidPathException e) {
      return Optional.empty(); // whoever reads the path has said so
    }
    return Optional.empty();
  }

  /** Notes it, where no more can be said: something of that name may be here by chance. */
  static void note(Section section, String key, String usual, Predicate<Path> isUsed) {
    sentence(section, section.find(key).orElse(usual), isUsed)
        .ifPresent(sentence -> section.note(key, sentence));
  }

  /** Whether the embedded database is at a path. */
  static boolean isDatabase(Path path) {
    return Files.exists(path.resolveSibling(path.getFileName() + ".mv.db"));
  }

  /** Whether something is in a folder. */
  static boolean isFilledFolder(Path folder) {
    return holds(folder, name -> true);
  }

  /** Whether there is a plugin in a folder. */
  static boolean isPluginFolder(Path folder) {
    return holds(folder, name -> name.endsWith(".jar"));
  }

  /** Whether dumps of a data source have left something in a folder. */
  static Predicate<Path> holdsDumpsOf(String label) {
    return folder ->
        holds(folder, name -> DumpFileName.inTmpFolder(name, List.of(label)).isPresent());
  }

  private static boolean holds(Path folder, Predicate<String> name) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var inside = Files.list(folder)) {
      return inside.map(file -> file.getFileName().toString()).anyMatch(name);
    } catch (IOException | UncheckedIOException e) {
      return false; // whoever uses it says what is wrong with it
    }
  }
}

package io.backupman.core.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where programs are looked for.
 *
 * @param folders the folders, in order
 */
public record SearchPath(List<Path> folders) {
  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  /** Keeps a copy. */
  public SearchPath {
    folders = List.copyOf(folders);
  }

  /** What the environment variable {@code PATH} says. */
  public static SearchPath ofEnvironment() {
    var path = System.getenv().getOrDefault("PATH", "");
    return new SearchPath(
        SEPARATOR.splitAsStream(path).filter(part -> !part.isBlank()).map(Path::of).toList());
  }

  /**
   * Finds a program.
   *
   * @param program a name that is looked for, or a path (with a separator) that is taken as it is
   * @return where it is, absolute; empty if there is no such executable file
   */
  public Optional<Path> find(String program) {
    if (!NativeText.carries(program)) {
      return Optional.empty();
    }
    var path = Path.of(program);
    if (path.isAbsolute() || path.getNameCount() > 1 || program.startsWith(".")) {
      return Optional.of(path.toAbsolutePath().normalize()).filter(SearchPath::isProgram);
    }
    return folders.stream()
        .map(folder -> folder.resolve(program).toAbsolutePath())
        .filter(SearchPath::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}

package io.backupman.server.config.section;

import io.backupman.server.config.problem.Quotes;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where paths in the file begin: relative ones in the folder that the file lies in, whatever folder
 * Backupman is started in, and those with {@code ~/} in the home folder.
 *
 * @param folder the file's folder
 * @param home the user's home folder
 */
public record PathBase(Path folder, Path home) {
  private static final String HOME = "~";

  public static PathBase of(Path file, Map<String, String> env) {
    var folder = file.toAbsolutePath().normalize().getParent();
    return new PathBase(folder == null ? Path.of("/") : folder, home(env));
  }

  /** As shells see it: the variable comes before what the system knows of the user. */
  private static Path home(Map<String, String> env) {
    return Optional.ofNullable(env.get("HOME"))
        .filter(home -> !home.isEmpty())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home")));
  }

  /**
   * The whole path that a text stands for.
   *
   * @throws InvalidPathException with a reason that follows "is not a path: "
   */
  Path resolve(String text) {
    if (text.equals(HOME) || text.startsWith(HOME + "/")) {
      return home.resolve(text.substring(1).replaceFirst("^/+", "")).normalize();
    }
    if (text.startsWith(HOME)) {
      throw new InvalidPathException(
          text,
          "only a shell knows whose folder "
              + Quotes.of(text.split("/", 2)[0])
              + " is; write the whole path, or ./ in front of a name that begins so");
    }
    return folder.resolve(text).normalize();
  }
}

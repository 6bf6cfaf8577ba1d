package io.backupman.core.source.program;

import io.backupman.core.process.SearchPath;
import io.backupman.core.source.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a database's own program for dumps.
 *
 * @param path where it is looked for
 * @param wanted the one that the configuration names in {@code dump_command}; {@code null} if none
 * @param names what it may be called otherwise, the best first
 * @param missing a sentence for when there is none; it says what to install
 */
public record ProgramFinder(
    SearchPath path, @Nullable String wanted, List<String> names, String missing) {

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /**
   * Where it is.
   *
   * @throws SourceException if there is none
   */
  public Path program() {
    var candidates = wanted == null ? names : List.of(wanted);
    return candidates.stream()
        .flatMap(name -> path.find(name).stream())
        .findFirst()
        .orElseThrow(() -> new SourceException(wanted == null ? missing : wantedIsMissing(wanted)));
  }

  /**
   * One that lies beside another, else on the path: those of one version belong together.
   *
   * @throws SourceException if there is none
   */
  public static Path beside(Path other, SearchPath path, List<String> names, String missing) {
    var folders = new ArrayList<Path>();
    folders.add(other.toAbsolutePath().getParent());
    folders.addAll(path.folders());
    return new ProgramFinder(new SearchPath(folders), null, names, missing).program();
  }

  private static String wantedIsMissing(String wanted) {
    return "The dump_command %s was not found, or is not an executable file: correct the path or its permissions, or leave dump_command out.%s"
        .formatted(wanted, isSeveralWords(wanted) ? listHint(wanted) : "");
  }

  private static boolean isSeveralWords(String wanted) {
    return BLANKS.matcher(wanted.strip()).find();
  }

  private static String listHint(String wanted) {
    return " A single text is taken as one path; a program with arguments is a list: dump_command: [%s]."
        .formatted(String.join(", ", BLANKS.split(wanted.strip(), 0)));
  }
}

package io.backupman.core.source;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Whose files lie in a folder for temporary files that several servers share: those of all who
 * share one set of records. Each set has a subfolder of its own there, so that nobody finds, takes
 * or removes what belongs to others.
 *
 * @param mark twelve digits from 0 to f, random, kept with the records
 */
public record Owner(String mark) {
  private static final String PREFIX = "backupman-";
  private static final Pattern MARK = Pattern.compile("[0-9a-f]{12}");

  /**
   * Whose records are in memory: what one process has left behind, the next removes, since nobody
   * else could know it.
   */
  public static final Owner OF_MEMORY = new Owner("000000000000");

  /**
   * Marks.
   *
   * @throws IllegalArgumentException if the mark is none
   */
  public Owner {
    if (!MARK.matcher(mark).matches()) {
      throw new IllegalArgumentException("Not a mark: " + mark);
    }
  }

  /** The owner's subfolder of a folder for temporary files. */
  public Path within(Path tmpFolder) {
    return tmpFolder.resolve(PREFIX + mark);
  }

  /** Whether the subfolder of this name is that of another owner. */
  public boolean isOthers(String folderName) {
    return folderName.startsWith(PREFIX)
        && MARK.matcher(folderName.substring(PREFIX.length())).matches()
        && !folderName.endsWith(mark);
  }
}

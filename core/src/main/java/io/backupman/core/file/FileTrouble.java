package io.backupman.core.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What went wrong in a folder, in words. */
public final class FileTrouble {
  /** Below this the disk is as good as full, in whatever language the system says so. */
  private static final long FULL_BYTES = 64 * 1024L;

  private FileTrouble() {}

  /**
   * A sentence for a failure to write.
   *
   * @param folder the folder as the user wrote it
   * @param doing what was going on, to follow "while"
   */
  public static String sentence(Path folder, String doing, IOException failure) {
    String reason = reason(failure);
    if (isFull(folder, failure)) {
      return "No space left in %s while %s: make room there or choose another folder."
          .formatted(folder, doing);
    }
    if (isNotFolder(folder, failure)) {
      return "%s is not a folder, or one above it is a file: choose another folder."
          .formatted(folder);
    }
    if (failure instanceof AccessDeniedException || reason.contains("Read-only")) {
      return "%s may not be written to by %s while %s (%s): change its permissions or its owner."
          .formatted(folder, System.getProperty("user.name", "this user"), doing, reason);
    }
    return "%s could not be written to while %s: %s.".formatted(folder, doing, reason);
  }

  private static boolean isNotFolder(Path folder, IOException failure) {
    Path existing = Folders.nearestExisting(folder);
    return failure instanceof NotDirectoryException
        || (failure instanceof FileSystemException && !Files.isDirectory(existing));
  }

  /** Whether the failure is that there is no room in the folder. */
  public static boolean isFull(Path folder, IOException failure) {
    String lower = reason(failure).toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("quota exceeded")) {
      return true;
    }
    try {
      Path existing = Folders.nearestExisting(folder);
      return Files.getFileStore(existing).getUsableSpace() < FULL_BYTES
          && !lower.contains("read-only");
    } catch (IOException e) {
      return false; // Not known to be full; the reason itself is told.
    }
  }

  /** The system's own words, without the path that comes first in Java's. */
  public static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "there is a file of that name";
    }
    @Nullable String reason =
        failure instanceof FileSystemException f && f.getReason() != null
            ? f.getReason()
            : failure.getMessage();
    return reason == null ? failure.getClass().getSimpleName() : reason;
  }
}

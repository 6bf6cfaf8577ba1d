package io.backupman.server.command.text;

import io.backupman.core.file.FileTrouble;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What is wrong with a file, for whoever named it. */
public final class FileWords {
  private FileWords() {}

  public static String of(FileSystemException failure) {
    return "%s: %s.".formatted(failure.getFile(), reason(failure));
  }

  private static String reason(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (failure instanceof NotDirectoryException) {
      return "this is not a folder";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "this folder is not empty";
    }
    return FileTrouble.reason(failure);
  }
}

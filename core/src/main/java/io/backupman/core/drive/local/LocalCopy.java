package io.backupman.core.drive.local;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.ExactInput;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.file.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of a local drive. */
final class LocalCopy implements StoredCopy {
  private final Path file;
  private final long sizeBytes;

  LocalCopy(Path file) {
    this.file = file;
    try {
      this.sizeBytes = Files.size(file);
    } catch (NoSuchFileException e) {
      throw new DriveException(
          "%s is not there; it may have been removed, be on a disk that is not mounted, or on another machine."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new DriveException("%s cannot be read: %s.".formatted(file, FileTrouble.reason(e)), e);
    }
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public InputStream read(long offset, long length) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    channel.position(offset);
    return new ExactInput(Channels.newInputStream(channel), file.toString(), length);
  }
}

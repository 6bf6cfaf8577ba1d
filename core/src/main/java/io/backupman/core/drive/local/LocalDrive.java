package io.backupman.core.drive.local;

import io.backupman.core.drive.Drive;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.file.FileTrouble;
import io.backupman.core.file.Folders;
import io.backupman.core.file.PartFile;
import io.backupman.core.source.Dump;
import io.backupman.core.source.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;

/** A folder of this machine, or one that is mounted there. */
public final class LocalDrive implements Drive {
  private static final long STEP_BYTES = 4L * 1024 * 1024;

  private final LocalDriveSettings settings;

  /** Describes it; nothing is made yet. */
  public LocalDrive(LocalDriveSettings settings) {
    this.settings = settings;
  }

  @Override
  public String label() {
    return settings.label();
  }

  @Override
  public String provider() {
    return settings.provider();
  }

  @Override
  public String store(Dump dump, String name, LongConsumer progress) throws InterruptedException {
    return stored(dump, name, progress, LocalDrive::copied);
  }

  @Override
  public String take(Dump dump, String name, LongConsumer progress) throws InterruptedException {
    return stored(dump, name, progress, LocalDrive::taken);
  }

  private String stored(Dump dump, String name, LongConsumer progress, Way way)
      throws InterruptedException {
    try (FileChannel from = opened(dump.file())) {
      Path there = PartFile.inside(settings.folder(), name);
      if (isCopy(there, dump, progress)) {
        progress.accept(dump.sizeBytes());
        return there.toString();
      }
      if (Files.exists(there)) {
        throw new FileAlreadyExistsException(there.toString());
      }
      try (PartFile part = way.bring(this, from, dump, name, progress)) {
        part.force();
        if (!isCopy(PartFile.inside(settings.folder(), partName(name)), dump, progress)) {
          throw new IOException("the copy is not equal to the dump");
        }
        part.publish();
        return part.target().toString();
      }
    } catch (FileAlreadyExistsException e) {
      throw new DriveException(
          "There is another file %s in %s already; it was left as it is."
              .formatted(name, settings.folder()),
          e);
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new DriveException(
          FileTrouble.sentence(settings.folder(), "the copy was written", e), e);
    }
  }

  /** How a dump's contents come into the folder. */
  @FunctionalInterface
  private interface Way {
    PartFile bring(
        LocalDrive drive, FileChannel from, Dump dump, String name, LongConsumer progress)
        throws IOException;
  }

  private static FileChannel opened(Path dump) throws IOException {
    try {
      return FileChannel.open(dump, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new DriveException("The dump %s is not there any more.".formatted(dump), e);
    }
  }

  /** The dump itself, if the folder is on the same file system. */
  private PartFile taken(FileChannel from, Dump dump, String name, LongConsumer progress)
      throws IOException {
    var same = PartFile.ofSame(dump.file(), settings.folder(), name, partName(name));
    if (same.isEmpty()) {
      return copied(from, dump, name, progress);
    }
    progress.accept(dump.sizeBytes());
    return same.get();
  }

  private PartFile copied(FileChannel from, Dump dump, String name, LongConsumer progress)
      throws IOException {
    PartFile part = PartFile.create(settings.folder(), name, partName(name));
    try {
      long size = from.size();
      for (long done = 0; done < size; ) {
        long step = part.copyFrom(from, done, Math.min(STEP_BYTES, size - done));
        if (step <= 0) {
          throw new IOException("the dump became shorter while it was copied");
        }
        done += step;
        progress.accept(step);
      }
      return part;
    } catch (IOException | RuntimeException e) {
      part.close();
      throw e;
    }
  }

  /** Reads the file if it has the right size: what counts is what is there, not what was sent. */
  private static boolean isCopy(Path file, Dump dump, LongConsumer progress)
      throws InterruptedException {
    Dump copy = new Dump(file, dump.sizeBytes(), dump.sha256());
    try {
      return copy.isThere() && copy.isWhole(bytes -> progress.accept(0));
    } catch (SourceException e) {
      throw new DriveException("The copy cannot be compared with the dump. " + e.getMessage(), e);
    }
  }

  private static InterruptedException interrupted(ClosedByInterruptException cause) {
    Thread.interrupted();
    InterruptedException interrupted = new InterruptedException("The copy was interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }

  @Override
  public StoredCopy open(String path) {
    return new LocalCopy(copy(path));
  }

  @Override
  public void removeLeftovers(String name) {
    try {
      Files.deleteIfExists(PartFile.inside(settings.folder(), partName(name)));
    } catch (IOException e) {
      throw new DriveException(
          FileTrouble.sentence(settings.folder(), "a half-written copy was removed", e), e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A folder that is empty, or not there, may be a disk that is not mounted just now.
   */
  @Override
  public void delete(String path) {
    Path folder = settings.folder().toAbsolutePath().normalize();
    Path copy = copy(path);
    if (!folder.equals(copy.getParent())) {
      throw new DriveException(
          "%s is not in the drive's folder %s, which must have changed: remove it by hand, or set the folder back."
              .formatted(copy, folder));
    }
    try {
      if (!Files.deleteIfExists(copy) && isEmpty(folder)) {
        throw new DriveException(
            "%s is empty, though it should hold %s: is it mounted?"
                .formatted(folder, copy.getFileName()));
      }
    } catch (IOException e) {
      throw new DriveException(FileTrouble.sentence(folder, "a copy was removed", e), e);
    }
  }

  /** Another machine, or another locale, may have been able to express it. */
  private static Path copy(String path) {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new DriveException(
          "The path %s cannot be expressed here: is the locale one of UTF-8?".formatted(path), e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static String partName(String name) {
    return "." + name + ".part";
  }

  /** Writes a byte and removes it, or, where the folder is still to be made, looks above it. */
  @Override
  public void check() throws InterruptedException {
    Path folder = settings.folder().toAbsolutePath().normalize();
    Path existing = Folders.nearestExisting(folder);
    try {
      if (!Files.isDirectory(existing)) {
        throw new NotDirectoryException(existing.toString());
      }
      probe(existing);
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new DriveException(FileTrouble.sentence(settings.folder(), "it was checked", e), e);
    }
  }

  private static void probe(Path folder) throws IOException {
    Path file = folder.resolve(".backupman-" + UUID.randomUUID());
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE))) {
      channel.write(ByteBuffer.allocate(1));
    }
  }
}

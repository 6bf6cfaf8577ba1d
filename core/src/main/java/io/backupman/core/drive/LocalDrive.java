package io.backupman.core.drive;

import io.backupman.core.file.FileTrouble;
import io.backupman.core.file.Folders;
import io.backupman.core.file.PartFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
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
    return "local";
  }

  /**
   * {@inheritDoc}
   *
   * <p>Another file of that name is never replaced. If it holds the very same bytes (the process
   * ended before it could note that it had stored them), it is taken for the copy.
   */
  @Override
  public String store(Path dump, String name, LongConsumer progress) throws InterruptedException {
    try (FileChannel from = open(dump)) {
      Path there = PartFile.inside(settings.folder(), name);
      if (Files.exists(there) && Files.mismatch(there, dump) < 0) {
        progress.accept(from.size());
        return there.toString();
      }
      return copy(from, name, progress).toString();
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

  private static FileChannel open(Path dump) throws IOException {
    try {
      return FileChannel.open(dump, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new DriveException("The dump %s is not there any more.".formatted(dump), e);
    }
  }

  private Path copy(FileChannel from, String name, LongConsumer progress) throws IOException {
    try (PartFile part = PartFile.create(settings.folder(), name, partName(name))) {
      if (Files.exists(part.target())) {
        throw new FileAlreadyExistsException(part.target().toString());
      }
      long size = from.size();
      for (long done = 0; done < size; ) {
        long step = from.transferTo(done, Math.min(STEP_BYTES, size - done), part.channel());
        if (step <= 0) {
          throw new IOException("the dump became shorter while it was copied");
        }
        done += step;
        progress.accept(step);
      }
      verify(size, part.channel().size());
      part.publish();
      return part.target();
    }
  }

  private static void verify(long expected, long stored) throws IOException {
    if (expected != stored) {
      throw new IOException("%d bytes arrived of %d".formatted(stored, expected));
    }
  }

  private static InterruptedException interrupted(ClosedByInterruptException cause) {
    Thread.interrupted();
    InterruptedException interrupted = new InterruptedException("The copy was interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }

  /** Writes a byte and removes it, or, where the folder is still to be made, looks above it. */
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
    Path copy = Path.of(path);
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

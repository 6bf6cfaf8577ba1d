package io.backupman.core.source;

import io.backupman.core.file.FileTrouble;
import io.backupman.core.file.PartFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Brings a dump into a file in one pass: dump, compression, SHA-256, file. Memory is constant. Safe
 * for use by several threads as long as their names differ.
 */
public final class DumpWriter {
  /** What is added to the name of a file that is not whole yet. */
  static final String PART = ".part";

  private static final System.Logger LOG = System.getLogger(DumpWriter.class.getName());

  /**
   * Dumps a data source into its temporary folder. The file has its name, and is lasting, only once
   * the dump is proven whole; whatever else happens, nothing is left. A dump that was overtaken by
   * a change of a table's definition is begun anew, once.
   *
   * @param name the file's name, see {@link DumpName#file}; a file of that name is replaced
   * @param progress is told how many more bytes were dumped, before compression; 0 now and then as
   *     a sign of life
   * @throws SourceException with a sentence that says what went wrong
   * @throws InterruptedException if the thread was interrupted; noticed within about two seconds
   */
  public Dump write(DataSource source, String name, LongConsumer progress)
      throws InterruptedException {
    try {
      return writeOnce(source, name, progress);
    } catch (SourceException e) {
      if (!e.isWorthAnotherTry()) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: {1} The dump is begun anew.",
          source.settings().label(),
          e.getMessage());
      return writeOnce(source, name, progress);
    }
  }

  private static Dump writeOnce(DataSource source, String name, LongConsumer progress)
      throws InterruptedException {
    var folder = source.settings().tmpFolder();
    try (var part = PartFile.create(folder, name, partName(name))) {
      Files.deleteIfExists(part.target());
      return written(source, part, progress);
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw failure(folder, e);
    }
  }

  private static Dump written(DataSource source, PartFile part, LongConsumer progress)
      throws IOException, InterruptedException {
    try {
      var digest = new DigestOutput(part);
      var warnings = fill(source, digest, progress);
      part.publish();
      return new Dump(part.target(), digest.size(), digest.sha256(), warnings);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw failure(source.settings().tmpFolder(), e); // Before the part is removed.
    }
  }

  private static SourceException failure(Path folder, IOException failure) {
    return SourceException.writing(folder, "the dump was written", failure);
  }

  private static List<String> fill(DataSource source, OutputStream file, LongConsumer progress)
      throws IOException, InterruptedException {
    try (var packed = source.settings().compression().compress(file)) {
      return source.dump(new ProgressOutput(packed, progress), () -> progress.accept(0));
    }
  }

  /** A channel that was interrupted leaves the thread's flag set. */
  private static InterruptedException interrupted(ClosedByInterruptException cause) {
    Thread.interrupted();
    var interrupted = new InterruptedException("The dump was interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }

  /**
   * Removes a dump, and what an earlier process may have left half-written of it. Nothing happens
   * if there is neither.
   *
   * @throws SourceException with a sentence if it cannot be removed
   */
  public void discard(SourceSettings settings, String name) {
    var folder = settings.tmpFolder();
    try {
      Files.deleteIfExists(PartFile.inside(folder, partName(name)));
      Files.deleteIfExists(PartFile.inside(folder, name));
    } catch (IOException e) {
      throw new SourceException(FileTrouble.sentence(folder, "a dump was removed", e), e);
    }
  }

  private static String partName(String name) {
    return name + PART;
  }
}

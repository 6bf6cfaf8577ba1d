package io.backupman.core.age;

import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import io.backupman.core.file.FileTrouble;
import io.backupman.core.file.PartFile;
import io.backupman.core.source.DigestOutput;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes encrypted copies of dumps, beside them, for as long as drives need them. Memory is
 * constant. Safe for use by several threads as long as dump or recipients differ.
 */
public final class AgeWriter {
  private static final String ENDING = ".age";
  private static final String PART = ".part";
  private static final int BUFFER_BYTES = 128 * 1024;

  /**
   * The name under which drives store the encrypted copy of a dump. No two encryptions of a dump
   * are equal, so each run of a backup has its own: what an earlier one may have left whole on a
   * drive, without having recorded it, stands in the way of none.
   *
   * @param dump the name of the dump's file
   * @param run which run of the backup it is, from 1
   */
  public static String storedName(String dump, int run) {
    return DumpName.ofRun(dump, run) + ENDING;
  }

  /** Unlike that of any file on a drive, whose folder may be the same. */
  private static String name(Path dump, Recipients recipients) {
    return dump.getFileName() + ".to-" + recipients.mark() + ENDING;
  }

  /**
   * Encrypts a dump. What is returned was read back: it opens to the dump, byte for byte, with the
   * key that was encrypted to the recipients; whatever else happens, nothing is left.
   *
   * @param dump the dump, proven whole; an earlier encrypted copy of it is replaced
   * @param progress is told how many more bytes were encrypted, or read back
   * @return the encrypted file, with its own size and checksum
   * @throws AgeException with a sentence that says what went wrong
   * @throws InterruptedException if the thread was interrupted
   */
  public Dump write(Dump dump, Recipients recipients, LongConsumer progress)
      throws InterruptedException {
    var folder = folder(dump);
    var name = name(dump.file(), recipients);
    try (var in = opened(dump.file());
        var part = PartFile.create(folder, name, name + PART)) {
      Files.deleteIfExists(part.target());
      var witness = new FileKeyWitness();
      var file = new DigestOutput(part);
      encrypt(dump, in, recipients, witness, file, progress);
      proveReadable(
          dump, PartFile.inside(folder, name + PART), recipients.all().size(), witness, progress);
      part.publish();
      return new Dump(part.target(), file.size(), file.sha256());
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new AgeException(FileTrouble.sentence(folder, "the dump was encrypted", e), e);
    }
  }

  private static Path folder(Dump dump) {
    var folder = dump.file().getParent();
    return folder == null ? Path.of("") : folder;
  }

  private static InputStream opened(Path dump) throws IOException {
    try {
      return Files.newInputStream(dump);
    } catch (NoSuchFileException e) {
      throw new AgeException("The dump %s is not there any more.".formatted(dump), e);
    }
  }

  private static void encrypt(
      Dump dump,
      InputStream in,
      Recipients recipients,
      FileKeyWitness witness,
      OutputStream file,
      LongConsumer progress)
      throws IOException, InterruptedException {
    // To close it makes the file look complete, so it is closed only if it is.
    var encrypted = encrypting(recipients, witness, file);
    var contents = new DigestOutput(encrypted);
    copy(in, contents, progress);
    encrypted.close();
    if (contents.size() != dump.sizeBytes() || !contents.sha256().equals(dump.sha256())) {
      throw new AgeException(
          "The dump %s is not as it was when it was written, so it is not encrypted; start a new backup."
              .formatted(dump.file()));
    }
  }

  private static WritableByteChannel encrypting(
      Recipients recipients, FileKeyWitness witness, OutputStream file) throws IOException {
    try {
      var writers = recipients.writers();
      writers.add(witness.writer());
      return new StandardEncryptingChannelFactory()
          .newEncryptingChannel(Channels.newChannel(file), writers);
    } catch (GeneralSecurityException e) {
      throw new AgeException(
          "The dump cannot be encrypted on this Java platform: %s.".formatted(e.getMessage()), e);
    }
  }

  /** What counts is what lies there, not what was sent. */
  private static void proveReadable(
      Dump dump, Path file, int recipients, FileKeyWitness witness, LongConsumer progress)
      throws IOException, InterruptedException {
    var contents = new DigestOutput(Channels.newChannel(OutputStream.nullOutputStream()));
    try (var from = FileChannel.open(file, StandardOpenOption.READ);
        var opened =
            new StandardDecryptingChannelFactory()
                .newDecryptingChannel(from, List.of(witness.reader(recipients)))) {
      copy(Channels.newInputStream(opened), contents, progress);
    } catch (GeneralSecurityException | PayloadException e) {
      throw notAsWritten(file, e);
    }
    if (contents.size() != dump.sizeBytes() || !contents.sha256().equals(dump.sha256())) {
      throw notAsWritten(file, null);
    }
  }

  private static AgeException notAsWritten(Path file, @Nullable Exception cause) {
    var sentence =
        "The encrypted dump in %s cannot be read back as it was written: is the disk in order?"
            .formatted(file.getParent());
    return cause == null ? new AgeException(sentence) : new AgeException(sentence, cause);
  }

  private static void copy(InputStream in, OutputStream out, LongConsumer progress)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      progress.accept(n);
      if (Thread.interrupted()) {
        throw new InterruptedException("The dump was being encrypted");
      }
    }
  }

  /** A channel that was interrupted leaves the thread's flag set. */
  private static InterruptedException interrupted(ClosedByInterruptException cause) {
    Thread.interrupted();
    var interrupted = new InterruptedException("The encryption was interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }

  /**
   * Removes the encrypted copy of a dump. Nothing happens if there is none.
   *
   * @throws AgeException with a sentence if it cannot be removed
   */
  public void discard(Dump dump, Recipients recipients) {
    var folder = folder(dump);
    var name = name(dump.file(), recipients);
    try {
      Files.deleteIfExists(PartFile.inside(folder, name + PART));
      Files.deleteIfExists(PartFile.inside(folder, name));
    } catch (IOException e) {
      throw notRemoved(folder, e);
    }
  }

  /**
   * Removes what a killed process left of the encrypted copies of a dump, whoever they were for.
   *
   * @param folder where the dump was written
   * @param dump the name of its file, without an ending
   * @throws AgeException with a sentence if it cannot be removed
   */
  public void removeLeftovers(Path folder, String dump) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(folder, dump + ".*.to-*" + ENDING + "{," + PART + "}")) {
      for (var file : left) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw notRemoved(folder, e);
    }
  }

  private static AgeException notRemoved(Path folder, IOException cause) {
    return new AgeException(
        FileTrouble.sentence(folder, "an encrypted copy of a dump was removed", cause), cause);
  }
}

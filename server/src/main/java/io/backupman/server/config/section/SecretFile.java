package io.backupman.server.config.section;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.core.file.RegularFile;
import io.backupman.core.process.NativeText;
import io.backupman.server.config.problem.Quotes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A file whose first line is a secret. */
public final class SecretFile {
  private static final int LONGEST = 64 * 1024;

  private SecretFile() {}

  /**
   * Reads the secret.
   *
   * @param file the file's path
   * @param problem gets a sentence if there is no secret to be had
   */
  public static Optional<String> firstLine(String file, Consumer<String> problem) {
    try {
      var line = text(Path.of(file)).lines().findFirst().orElse("");
      if (line.isBlank()) {
        problem.accept("names " + Quotes.of(file) + ", whose first line is empty");
        return Optional.empty();
      }
      return Optional.of(line);
    } catch (NoSuchFileException e) {
      problem.accept("names " + Quotes.of(file) + ", but there is no such file");
    } catch (AccessDeniedException e) {
      problem.accept("names " + Quotes.of(file) + ", which this user may not read");
    } catch (CharacterCodingException e) {
      problem.accept("names " + Quotes.of(file) + ", which is not UTF-8");
    } catch (IOException | InvalidPathException e) {
      problem.accept(
          NativeText.carries(file)
              ? "names " + Quotes.of(file) + ", which cannot be read: " + e.getMessage()
              : NativeText.advice());
    }
    return Optional.empty();
  }

  private static String text(Path file) throws IOException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(RegularFile.bytes(file, LONGEST))).toString();
  }
}

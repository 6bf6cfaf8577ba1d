package io.backupman.server.config.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.core.file.FileTrouble;
import io.backupman.core.file.RegularFile;
import io.backupman.server.config.problem.ConfigException;
import io.backupman.server.config.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The text of the file. */
public final class ConfigText {
  private static final int LARGEST = 1024 * 1024;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ConfigText() {}

  /**
   * Reads the whole text of a file.
   *
   * @throws ConfigException if there is no such file, or it is not a text of a bearable size
   */
  public static String read(Path file) {
    var bytes = bytes(file);
    if (bytes.length > LARGEST) {
      throw problem(file, "The file is larger than 1 MiB; that is no configuration.");
    }
    var buffer = ByteBuffer.wrap(bytes);
    try {
      var text = UTF_8.newDecoder().decode(buffer).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      // The decoder stops in front of the first bytes that it does not understand.
      var line =
          new String(bytes, 0, buffer.position(), UTF_8).chars().filter(c -> c == '\n').count();
      throw problem(file, "Line " + (line + 1) + " is not UTF-8; save the file in that encoding.");
    }
  }

  private static byte[] bytes(Path file) {
    try (var in = RegularFile.open(file)) {
      return in.readNBytes(LARGEST + 1);
    } catch (NoSuchFileException e) {
      throw problem(
          file,
          "There is no such file. \"backupman init\" writes one to begin with, -c names another.");
    } catch (AccessDeniedException e) {
      throw problem(file, "The file may not be read by this user; give it the right to.");
    } catch (IOException e) {
      throw problem(file, "The file cannot be read: " + FileTrouble.reason(e) + ".");
    }
  }

  private static ConfigException problem(Path file, String sentence) {
    return new ConfigException(file, List.of(new Problem("", sentence)));
  }
}

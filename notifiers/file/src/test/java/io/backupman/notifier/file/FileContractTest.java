package io.backupman.notifier.file;

import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.NotifierContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What the host relies on, of the file channel. */
class FileContractTest extends NotifierContract {
  @TempDir Path folder;
  private @Nullable FileChannel held;

  @Override
  protected NotifierProvider provider() {
    return new FileNotifierProvider();
  }

  @Override
  protected Map<String, ?> settings() {
    return Map.of("path", file().toString(), "name", "Reports");
  }

  @Override
  protected OptionalInt received() {
    try {
      return OptionalInt.of(Files.exists(file()) ? Files.readAllLines(file()).size() : 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody else holds the lock on the file. */
  @Override
  protected boolean stopAnswering() throws IOException {
    held = FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return held.lock().isValid();
  }

  @AfterEach
  void letGo() throws IOException {
    if (held != null) {
      held.close();
    }
  }

  private Path file() {
    return folder.resolve("reports.jsonl");
  }
}

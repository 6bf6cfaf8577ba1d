package io.backupman.notifier.file;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Makes {@code file} notifiers. Keys: {@code path}, the file that the lines are appended to, and
 * {@code name}, what its one destination is called (default {@code file}, so that the name stays
 * the same when the file moves). Safe for use by several threads.
 */
public final class FileNotifierProvider implements NotifierProvider {
  private static final int LONGEST_NAME = 200;

  /** The open logs, one for each file, also where two notifiers name the same. */
  private final ConcurrentMap<Path, LineLog> logs = new ConcurrentHashMap<>();

  /** For {@link java.util.ServiceLoader}. */
  public FileNotifierProvider() {}

  @Override
  public String type() {
    return "file";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    var path = path(settings);
    var destination = Destination.of(name(settings));
    return new FileNotifier(logs.computeIfAbsent(path, LineLog::new), destination, context.clock());
  }

  private static Path path(NotifierSettings settings) {
    var path = settings.path("path");
    if (path.isEmpty()) {
      settings.reject(
          "path", "is missing; name the file to append to, such as ./data/reports.jsonl.");
    }
    return path.orElse(Path.of("")).toAbsolutePath().normalize();
  }

  private static String name(NotifierSettings settings) {
    var name = settings.find("name").orElse("file");
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      settings.reject("name", "must have 1 to 200 characters.");
      return "file";
    }
    return name;
  }
}

package io.backupman.server.app;

import io.backupman.core.file.Folders;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.Outlook;
import io.backupman.server.config.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a server would not start, as far as that can be told without starting it. */
public final class StartRefusals {
  private StartRefusals() {}

  /**
   * Sentences for the user; none if nothing is known to stand in the way.
   *
   * @param outlook what would come of opening the own database
   */
  public static List<String> of(Settings settings, Outlook outlook) {
    return Stream.of(
            settings.http().refusal(),
            database(settings.database()),
            outlook.refusal().map(refusal -> "database: " + refusal))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> database(DatabaseSettings database) {
    return database instanceof DatabaseSettings.Embedded embedded
        ? file(embedded.path().toAbsolutePath().normalize())
        : Optional.empty();
  }

  private static Optional<String> file(Path path) {
    var folder = Folders.nearestExisting(path.resolveSibling("any"));
    var file = path.resolveSibling(path.getFileName() + ".mv.db");
    if (!Files.isDirectory(folder)) {
      return Optional.of("database.path: %s is not a folder.".formatted(folder));
    }
    if (Files.exists(file) ? !Files.isWritable(file) : !Files.isWritable(folder)) {
      return Optional.of(
          "database.path: %s may not be written to by %s: change its permissions or its owner."
              .formatted(
                  Files.exists(file) ? file : folder,
                  System.getProperty("user.name", "this user")));
    }
    return Optional.empty();
  }
}

package io.backupman.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.core.source.sqlite.SampleDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that the demonstration lives in. What is there already is kept, so that the history
 * goes on and a changed configuration stays changed.
 *
 * @param folder where it is
 */
record DemoFolder(Path folder) {
  /** Reads and runs; good on this machine alone. */
  static final String KEY = "demo-key";

  /** May do everything; good on this machine alone. */
  static final String ADMIN_KEY = "demo-admin-key";

  /** Makes what is missing. */
  void prepare() throws IOException {
    Files.createDirectories(folder);
    if (Files.notExists(sample())) {
      SampleDatabase.create(sample());
    }
    if (Files.notExists(config())) {
      Files.writeString(config(), text(), UTF_8);
    }
  }

  Path config() {
    return folder.resolve("config.yml");
  }

  /** Where the file notifier writes. */
  Path reports() {
    return folder.resolve("reports.jsonl");
  }

  private Path sample() {
    return folder.resolve("shop.db");
  }

  private String text() {
    return """
        # Made by "backupman demo". Change it as you like; it is kept.
        database:
          provider: embedded
          path: %s

        data_sources:
          - provider: sqlite
            label: Sample shop
            db_path: %s
            tmp_folder: %s

        drives:
          - provider: local
            label: Local folder
            folder: %s

        notifiers:
          audit-log:
            enabled: true
            type: file
            path: %s

        http:
          host: 127.0.0.1
          port: 8080
          api_keys: [%s]
          admin_api_keys: [%s]
        """
        .formatted(
            quoted(folder.resolve("data").resolve("backupman")),
            quoted(sample()),
            quoted(folder.resolve("tmp")),
            quoted(folder.resolve("storage")),
            quoted(reports()),
            KEY,
            ADMIN_KEY);
  }

  /** As a YAML scalar in single quotes, in which nothing is taken for a variable. */
  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "''").replace("${", "$${") + "'";
  }
}

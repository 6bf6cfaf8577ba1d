package io.backupman.server.it;

import io.backupman.core.source.sqlite.SampleDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A user's folder with a configuration in it. */
record Folder(Path path) {
  /** A configuration that backs up the sample {@code shop.db} as "Shop" to a folder. */
  static final String SHOP =
      """
      database: {provider: embedded, path: ./data/backupman}
      data_sources: [{provider: sqlite, label: Shop, db_path: shop.db}]
      drives: [{provider: local, label: Local, folder: ./storage}]
      """;

  /** Writes the configuration; the HTTP server takes any free port of the loopback interface. */
  Folder configured(String yaml) {
    write(
        "config.yml",
        yaml
            + """
            http:
              host: 127.0.0.1
              port: 0
              api_keys: [user-key]
              admin_api_keys: [admin-key]
            """);
    return this;
  }

  /** Makes a small SQLite database. */
  Folder withSample(String name) {
    SampleDatabase.create(path.resolve(name));
    return this;
  }

  void write(String name, String text) {
    try {
      Files.writeString(path.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String name) {
    try {
      return Files.readString(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a program. */
  Path script(String name, String text) {
    write(name, text);
    var file = path.resolve(name);
    if (!file.toFile().setExecutable(true)) {
      throw new IllegalStateException("Not made executable: " + file);
    }
    return file;
  }

  List<Path> filesUnder(String name) {
    var inside = path.resolve(name);
    if (Files.notExists(inside)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(inside)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

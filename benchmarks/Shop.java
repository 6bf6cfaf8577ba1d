import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.function.LongFunction;

/** A database with the rows of a shop: orders, events in JSON, texts, pictures in hexadecimal. */
record Shop(MariaDbServer server) {
  static final String DATABASE = "shop";
  static final String PASSWORD = "benchmark-5e7d";

  /** The options of the dump program that Backupman uses, for this server. */
  List<String> dumpOptions() {
    return List.of(
        "--no-defaults --host=127.0.0.1 --protocol=tcp --user=backup --skip-ssl",
        "--port=" + server.port(),
        "--password=" + PASSWORD,
        "--single-transaction --quick --routines --events --triggers --hex-blob",
        "--default-character-set=utf8mb4 --max-allowed-packet=1G",
        DATABASE);
  }

  /** Makes the database, unless it is there from an earlier time. */
  void fill(int mebibytes) throws Exception {
    var full = server.folder().resolve("full");
    if (Files.exists(full)) {
      return;
    }
    server.sql(
        """
        CREATE DATABASE %1$s CHARACTER SET utf8mb4;
        CREATE USER backup@'127.0.0.1' IDENTIFIED BY '%2$s';
        GRANT ALL ON *.* TO backup@'127.0.0.1';
        CREATE TABLE %1$s.orders (id BIGINT PRIMARY KEY, customer VARCHAR(80), email VARCHAR(120),
          street VARCHAR(120), status VARCHAR(16), price DECIMAL(10,2), quantity INT, ordered_at DATETIME);
        CREATE TABLE %1$s.events (id BIGINT PRIMARY KEY, session CHAR(36), at DATETIME(3), body JSON);
        CREATE TABLE %1$s.articles (id BIGINT PRIMARY KEY, title VARCHAR(200), body TEXT);
        CREATE TABLE %1$s.pictures (id BIGINT PRIMARY KEY, picture VARBINARY(4000));
        """
            .formatted(DATABASE, PASSWORD));
    var rows = new ShopRows();
    long each = mebibytes * 1024L * 1024 / 4;
    load("orders", "", each, rows::order);
    load("events", "", each, rows::event);
    load("articles", "", each, rows::article);
    load("pictures", "(id, @hex) SET picture = UNHEX(@hex)", each, rows::picture);
    Files.createFile(full);
  }

  private void load(String table, String columns, long bytes, LongFunction<String> row)
      throws Exception {
    var statement =
        "SET unique_checks=0; LOAD DATA LOCAL INFILE '/dev/stdin' INTO TABLE %s.%s CHARACTER SET utf8mb4 %s"
            .formatted(DATABASE, table, columns);
    var process =
        new ProcessBuilder(server.client("-e", statement))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var out =
        new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8), 1 << 16)) {
      long id = 0;
      for (long done = 0; done < bytes; ) {
        var line = row.apply(++id);
        out.write(line);
        done += line.length();
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("The rows of " + table + " could not be loaded.");
    }
  }
}

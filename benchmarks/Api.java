import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.backupman.api.Build;
import io.backupman.api.connection.Connections;
import io.backupman.api.connection.HttpConversations;
import io.backupman.api.connection.Listener;
import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.server.app.Application;
import io.backupman.server.app.ConfigSource;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures {@code GET /api/backups?limit=50} of a server against the same bytes out of memory, which
 * a handler that does nothing else sends through the same code for connections and HTTP, in the same
 * process. Clients that keep their connections ask both by turns.
 */
public final class Api {
  private static final String USAGE =
      """
      Usage: benchmarks/api [--clients N] [--turns N] [--database YAML]
        --clients   how many ask at the same time (1)
        --turns     how often each is asked, for half a second each time (20)
        --database  where the records are, as config.yml says it, and empty ("{provider: embedded, path: ./data/backupman}"
                    in a folder made for it, removed at the end)
      BACKUPMAN_PROGRAM=FOLDER names the folder with lib/ of a built Backupman (that of this source tree, built if need be).
      """;

  private static final String LIST = "/api/backups?limit=50";
  private static final int BACKUPS = 1_000;
  private static final Duration TURN = Duration.ofMillis(500);

  private final int clients;

  private Api(int clients) {
    this.clients = clients;
  }

  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.WARNING);
    var options = Options.parse(args);
    var folder = Files.createTempDirectory("backupman-benchmark");
    try (var application = application(folder, options.database())) {
      int port = application.serve(0, () -> {});
      byte[] answer = new Client(port, LIST).ask();
      try (var memory = new Memory(answer)) {
        System.out.printf(
            Locale.ROOT,
            "%s processors; %s with %,d bytes of JSON; %d clients%n",
            Runtime.getRuntime().availableProcessors(),
            LIST,
            answer.length,
            options.clients());
        new Api(options.clients()).compare(port, memory.port(), options.turns());
      }
    } finally {
      Programs.removeAll(folder);
    }
  }

  private void compare(int port, int memoryPort, int turns) throws Exception {
    var list = new ArrayList<Double>();
    var memory = new ArrayList<Double>();
    for (int turn = -turns; turn < turns; turn++) {
      var ofMemory = perSecond(memoryPort, "/");
      var ofList = perSecond(port, LIST);
      if (turn >= 0) { // before, Java compiles
        memory.add(ofMemory);
        list.add(ofList);
      }
    }
    System.out.println("| from memory: requests/s | list: requests/s | ratio |");
    System.out.println("| ---: | ---: | ---: |");
    System.out.printf(
        Locale.ROOT,
        "| %.0f | %.0f | **%.2f** |%n",
        Programs.median(memory),
        Programs.median(list),
        Programs.median(list) / Programs.median(memory));
  }

  private double perSecond(int port, String path) throws Exception {
    var begin = System.nanoTime();
    long answers = 0;
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var asked = new ArrayList<Future<Long>>();
      for (int i = 0; i < clients; i++) {
        asked.add(threads.submit(() -> ask(port, path, begin + TURN.toNanos())));
      }
      for (var count : asked) {
        answers += count.get();
      }
    }
    return answers * 1e9 / (System.nanoTime() - begin);
  }

  private static long ask(int port, String path, long end) throws IOException {
    try (var client = new Client(port, path)) {
      long answers = 0;
      while (System.nanoTime() < end) {
        client.ask();
        answers++;
      }
      return answers;
    }
  }

  private record Options(int clients, int turns, String database) {
    static Options parse(String[] args) {
      var words = Programs.options(args, USAGE, List.of("--clients", "--turns", "--database"));
      return new Options(
          Integer.parseInt(words.getOrDefault("--clients", "1")),
          Integer.parseInt(words.getOrDefault("--turns", "20")),
          words.getOrDefault("--database", "{provider: embedded, path: ./data/backupman}"));
    }
  }

  /** A server with records. */
  private static Application application(Path folder, String database) throws Exception {
    var file = folder.resolve("config.yml");
    Files.writeString(
        file,
        """
        database: %s
        http: {host: 127.0.0.1, port: 0, api_keys: [user-key], admin_api_keys: [admin-key]}
        """
            .formatted(database));
    var build = new Build("benchmark", "", "");
    var clock = Clock.tickMillis(ZoneOffset.UTC);
    var loaded = new ConfigSource(file, Map.of(), build, clock, new KnownSecrets()).load();
    fill(loaded.config().settings().database());
    var application = Application.open(loaded, build, clock);
    application.start();
    return application;
  }

  private static void fill(DatabaseSettings settings) throws SQLException {
    Database.open(settings).close();
    try (var connection = DatabaseLocation.of(settings).first()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < BACKUPS; i++) {
        backup(connection, Instant.parse("2026-11-01T02:00:00.123Z").plusSeconds(3600L * i), i);
      }
      connection.commit();
    }
  }

  private static void backup(Connection connection, Instant time, int i) throws SQLException {
    var id = id(time, i).toString();
    var at = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    try (var backup =
            connection.prepareStatement(
                """
                INSERT INTO backups (id, label, status, provider, started_by, node_id, report_id, created_at,
                  updated_at, started_at, finished_at, size_bytes, sha256)
                VALUES (?, 'MySQL shop', 'finished', 'mysql', 'schedule', ?, ?, ?, ?, ?, ?, ?, ?)""");
        var file =
            connection.prepareStatement(
                """
                INSERT INTO drive_files (id, backup_id, place, label, provider, status, created_at, updated_at, path,
                  size_bytes)
                VALUES (?, ?, ?, ?, ?, 'finished', ?, ?, ?, ?)""")) {
      execute(backup, id, id, id(time, i + 1), at, at, at, at, 123_456_789L + i, "0a1b2c3d".repeat(8));
      var path = "/mysql-shop-" + time.toString().replace(":", "") + ".sql.gz";
      execute(file, id(time, i + 2), id, 0, "Local Drive", "local", at, at, "/srv/backups" + path, 123_456_789L);
      execute(file, id(time, i + 3), id, 1, "S3 Drive", "s3", at, at, "backups" + path, 123_456_789L);
    }
  }

  private static void execute(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i] instanceof UUID id ? id.toString() : values[i]);
    }
    statement.executeUpdate();
  }

  /** Of version 7 (RFC 9562). */
  private static UUID id(Instant time, int random) {
    return new UUID(time.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | random);
  }

  /** A server that sends the same bytes to whoever asks. */
  private static final class Memory implements AutoCloseable {
    private final Connections connections = new Connections(100, Duration.ofMinutes(1));
    private final Listener listener;

    Memory(byte[] bytes) throws IOException {
      var type = HeaderValues.create("Content-Type", "application/json");
      var conversations =
          new HttpConversations(
              connections,
              Duration.ofMinutes(1),
              1 << 20,
              Http1Config.create(),
              DirectHandlers.builder().build(),
              HttpRouting.builder().get("/", (request, response) -> response.header(type).send(bytes)));
      listener =
          new Listener(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), connections, conversations, () -> {});
      listener.start();
    }

    int port() {
      return listener.port();
    }

    @Override
    public void close() {
      listener.close();
      connections.endAll();
    }
  }

  /** A connection that is kept. */
  private static final class Client implements AutoCloseable {
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;
    private final byte[] request;

    Client(int port, String path) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      request =
          "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: user-key\r\n\r\n"
              .formatted(path)
              .getBytes(ISO_8859_1);
    }

    byte[] ask() throws IOException {
      socket.getOutputStream().write(request);
      if (!line().equals("HTTP/1.1 200 OK")) {
        throw new IOException("The server does not answer with 200.");
      }
      int length = -1;
      for (var line = line(); !line.isEmpty(); line = line()) {
        if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
          length = Integer.parseInt(line.substring(LENGTH.length()).strip());
        }
      }
      var body = in.readNBytes(length);
      if (body.length < length) {
        throw new EOFException();
      }
      return body;
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException();
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}

package io.backupman.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backupman.api.Build;
import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.source.sqlite.SampleDatabase;
import io.backupman.core.testing.LegacyTool;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.core.testing.MySqlPrograms;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Taking the place of heryTz/backupman, with its configuration, its records and its files. */
@Timeout(180)
class LegacyToolTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Build BUILD = new Build("1.2.3", "", "");
  private static final int DAYS = 40;
  private static final int KEPT_DAYS = 30;

  @TempDir private Path folder;

  @BeforeEach
  void makeFolders() throws IOException {
    Files.createDirectory(folder.resolve("storage"));
    SampleDatabase.create(folder.resolve("shop.db"));
  }

  @Test
  void onMariaDb() throws Exception {
    onServer(MariaDbServer.shared());
  }

  @Test
  void onMySql() throws Exception {
    var programs = MySqlPrograms.find();
    assumeTrue(programs.isPresent(), "There is no MySQL");
    try (var server = MariaDbServer.startMySql(programs.get())) {
      onServer(server);
    }
  }

  private void onServer(MariaDbServer server) throws Exception {
    var name = server.createDatabase();
    var database =
        "{provider: mysql, host: %s, port: %s, db_name: %s, user: %s, password: \"%s\", tls: false}"
            .formatted(server.host(), server.port(), name, server.user(), server.password());
    try (var tool = LegacyTool.onServer(server, name)) {
      goesOn(tool, tool.now(), database);
    }
  }

  @Test
  void withAnSqliteFile() throws Exception {
    try (var tool = LegacyTool.inFile(folder.resolve("backupman.db"))) {
      goesOn(tool, Instant.now(), "{provider: sqlite, db_path: ./backupman.db}");
    }
  }

  private void configure(String database, boolean retention) throws IOException {
    Files.writeString(
        folder.resolve("config.yml"),
        """
        database: %s
        data_sources: [{provider: sqlite, label: Shop, db_path: ./shop.db, tmp_folder: ./tmp}]
        drives: [{provider: local, label: Local Drive, folder: ./storage}]
        retention: {enabled: %s, by: age, value: %s}
        http: {host: 127.0.0.1, port: 0, api_keys: [key], admin_api_keys: [admin]}
        """
            .formatted(database, retention, KEPT_DAYS));
  }

  private void goesOn(LegacyTool tool, Instant now, String database) throws Exception {
    for (var day = 0; day < DAYS; day++) {
      var id = tool.backup("Shop", "finished", now.minus(Duration.ofDays(day).plusHours(1)));
      tool.copy(id, "local", "Local Drive", "finished", "storage/" + day + ".sql");
      Files.writeString(folder.resolve("storage/" + day + ".sql"), "dump of day " + day);
    }
    var left = Files.writeString(Files.createDirectory(folder.resolve("tmp")).resolve("x.sql"), "");
    tool.backup("Shop", "failed", now.minus(Duration.ofHours(4)), "tmp/x.sql");
    var failed = tool.backup("Shop", "failed", now.minus(Duration.ofHours(2)));
    var gone = tool.backup("Former", "finished", now.minus(Duration.ofHours(3)));
    var goneCopy = tool.copy(gone, "local", "Former Drive", "finished", "there/1.sql");
    var before = tool.rows();

    configure(database, false);
    try (var application = open()) {
      var api = new Api(application.serve(0, () -> {}));
      assertThat(list(api)).hasSize(DAYS + 3);
      assertThat(list(api).getFirst().at("/DriveFiles/0/Path").asText())
          .isEqualTo(folder.resolve("storage/0.sql").toString());
      assertThat(api.get("/api/reports").at("/Results")).isEmpty();
      requireDownload(api, list(api).getFirst(), "dump of day 0");

      var lost = api.send("GET", "/api/backups/" + goneCopy + "/download");
      assertThat(lost.statusCode()).isEqualTo(503);
      assertThat(lost.body()).contains("There is no such drive in the configuration any more.");

      var again = api.send("POST", "/api/backups/" + ourIdOf(api, failed) + "/retry");
      assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
      awaitEnd(api, ourIdOf(api, failed));
      var anew =
          JSON.readTree(api.send("POST", "/api/backups").body()).at("/Results/0/Id").asText();
      awaitEnd(api, anew);
      assertThat(files()).hasSize(DAYS + 2);
      assertThat(left).doesNotExist();
      assertThat(list(api)).hasSize(DAYS + 4);
      assertThat(api.get("/api/reports").at("/Results")).hasSize(2);
    }

    configure(database, true);
    try (var application = open()) {
      var api = new Api(application.serve(0, () -> {}));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(list(api)).hasSize(KEPT_DAYS + 4));
      assertThat(files())
          .hasSize(KEPT_DAYS + 2)
          .contains("0.sql", "29.sql")
          .doesNotContain("30.sql");
    }

    assertThat(tool.rows()).isEqualTo(before);
  }

  private Application open() {
    var clock = Clock.tickMillis(ZoneOffset.UTC);
    var config = folder.resolve("config.yml");
    var source = new ConfigSource(config, Map.of(), BUILD, clock, new KnownSecrets());
    var application = Application.open(source.load(), BUILD, clock);
    application.start();
    return application;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("storage"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static List<JsonNode> list(Api api) throws Exception {
    return JSON.readerForListOf(JsonNode.class)
        .readValue(api.get("/api/backups?limit=1000").at("/Results"));
  }

  private static String ourIdOf(Api api, String theirs) throws Exception {
    return list(api).stream()
        .map(backup -> backup.at("/Id").asText())
        .filter(id -> id.endsWith(theirs.substring(20)))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitEnd(Api api, String id) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(api.get("/api/backups/" + id).at("/Status").asText())
                    .isEqualTo("finished"));
  }

  private static void requireDownload(Api api, JsonNode backup, String contents) throws Exception {
    var id = backup.at("/Id").asText();
    var link = api.get("/api/backups/" + id + "/generate-download-url").at("/Url").asText();
    var uri = URI.create(link);
    var answer = api.send("GET", uri.getRawPath() + "?" + uri.getRawQuery());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(contents);
    assertThat(answer.headers().firstValue("Content-Disposition").orElse("")).contains("0.sql");
  }

  /** The HTTP API of the server under test. */
  private record Api(int port) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("X-Api-Key", "key")
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      return HTTP.send(request, BodyHandlers.ofString(UTF_8));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
      var answer = send("GET", path);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    }
  }
}

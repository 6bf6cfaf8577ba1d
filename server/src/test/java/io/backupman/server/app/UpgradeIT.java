package io.backupman.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.backupman.core.net.TlsMode;
import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.OtherVersions;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Starting on the records that each earlier version has left. */
@Timeout(120)
class UpgradeIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private final Map<String, String> received = new ConcurrentHashMap<>();
  private HttpServer receiver;

  static Stream<String> versions() {
    return OtherVersions.ofSchema().stream();
  }

  @BeforeEach
  void receive() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            received.put(exchange.getRequestHeaders().getFirst("webhook-id"), body);
            exchange.sendResponseHeaders(204, -1);
          }
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void anEmbeddedDatabaseGoesOn(String version) throws Exception {
    goesOn(
        new DatabaseSettings.Embedded(folder.resolve("data").resolve("backupman")),
        "{provider: embedded, path: ./data/backupman}",
        version);
  }

  @ParameterizedTest
  @MethodSource("versions")
  @Tag("thorough")
  void aMariaDbGoesOn(String version) throws Exception {
    var server = MariaDbServer.shared();
    var name = server.createDatabase();
    goesOn(
        new DatabaseSettings.Server(
            server.host(),
            server.port(),
            name,
            server.user(),
            Secret.of(server.password()),
            TlsMode.OFF,
            4),
        "{provider: mariadb, host: %s, port: %s, db_name: %s, user: %s, password: \"%s\"}"
            .formatted(server.host(), server.port(), name, server.user(), server.password()),
        version);
  }

  private void goesOn(DatabaseSettings settings, String yaml, String version) throws Exception {
    var before = write(settings, version);
    configure(yaml);
    try (var running = Running.start(folder)) {
      var port = running.application().serve(0, () -> {});

      assertThat(backups(port))
          .containsExactly(
              "%s failed [failed]".formatted(before.cutOff),
              "%s failed [finished, failed]".formatted(before.uncopied),
              "%s failed [failed]".formatted(before.failed),
              "%s finished [finished, finished]".formatted(before.finished));
      assertThat(send(port, "GET", "/api/backups/" + before.copy + "/download").body())
          .isEqualTo("a whole dump");
      awaitDelivered(port, before.waiting, before.triedBefore);
      assertThat(received.get(before.waiting.toString()))
          .contains("\"Id\":\"" + before.failed + "\"", "\"Status\":\"failed\"");
      assertThat(get(port, "/api/backups/" + before.cutOff).at("/Error").asText())
          .startsWith("interrupted: ");
      assertThat(deliveries(port, before.arrived))
          .containsExactlyInAnyOrder("mail/Ann failed 0", "webhook/Here delivered 1");
      assertThat(deliveries(port, before.triedBefore)).containsExactly("webhook/Here delivered 2");
      assertThat(get(port, "/api/reports").at("/Results")).hasSize(4);
      running.backUp();
    }
  }

  private EarlierRecords write(DatabaseSettings settings, String version)
      throws SQLException, IOException {
    var records = new EarlierRecords(folder, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    OtherVersions.make(settings, version);
    try (var connection = DatabaseLocation.of(settings).first()) {
      records.write(connection, Integer.parseInt(version));
    }
    Files.writeString(
        Files.createDirectories(folder.resolve("storage")).resolve("shop.db"), "a whole dump");
    return records;
  }

  private void configure(String database) throws IOException {
    Files.writeString(
        folder.resolve("config.yml"),
        """
        database: %s
        data_sources: [{provider: sqlite, label: Shop, db_path: ./shop.db, tmp_folder: ./tmp}]
        drives: [{provider: local, label: Local, folder: ./storage}]
        notifiers:
          webhook: {enabled: true, endpoints: [{name: Here, url: "http://127.0.0.1:%s/"}]}
        http: {host: 127.0.0.1, port: 0, api_keys: [key]}
        """
            .formatted(database, receiver.getAddress().getPort()));
  }

  private static void awaitDelivered(int port, UUID... reports) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              for (var report : reports) {
                assertThat(get(port, "/api/reports/" + report).at("/Deliveries"))
                    .allMatch(d -> d.at("/Status").asText().equals("delivered"));
              }
            });
  }

  private static List<String> backups(int port) throws Exception {
    return stream(get(port, "/api/backups").at("/Results"))
        .map(
            backup ->
                "%s %s %s"
                    .formatted(
                        backup.at("/Id").asText(),
                        backup.at("/Status").asText(),
                        stream(backup.at("/DriveFiles"))
                            .map(file -> file.at("/Status").asText())
                            .toList()))
        .toList();
  }

  private static List<String> deliveries(int port, UUID report) throws Exception {
    return stream(get(port, "/api/reports/" + report).at("/Deliveries"))
        .map(
            delivery ->
                "%s/%s %s %s"
                    .formatted(
                        delivery.at("/Notifier").asText(),
                        delivery.at("/Destination").asText(),
                        delivery.at("/Status").asText(),
                        delivery.at("/Attempts").size()))
        .toList();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return array.valueStream();
  }

  private static JsonNode get(int port, String path) throws Exception {
    var answer = send(port, "GET", path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<String> send(int port, String method, String path)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("X-Api-Key", "key")
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HTTP.send(request, BodyHandlers.ofString(UTF_8));
  }
}

package io.backupman.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backupman.core.testing.FreePort;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backupman behind nginx, as {@code docs/operations/reverse-proxy.md} says. */
class ReverseProxyIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SOURCES = 60;
  private static final String OUTSIDE = "127.0.0.2";
  private static final String INSIDE = "127.0.0.1";

  @TempDir private static Path folder;
  private static String address;
  private static BackupmanProcess server;
  private static Nginx nginx;

  @BeforeAll
  static void start() {
    var program = Nginx.program();
    if (program.isEmpty()) {
      skip();
    }
    var port = FreePort.find();
    address = "https://127.0.0.1:" + port;
    configure();
    server = BackupmanProcess.serve(folder);
    nginx = Nginx.start(program.orElseThrow(), folder, port, server.port());
  }

  @SuppressWarnings("SystemOut")
  private static void skip() {
    System.out.println("Nothing is asked through nginx: it is not installed.");
    abort("There is no nginx");
  }

  /** Many data sources, for a long list of failures, and one with a large dump. */
  private static void configure() {
    var dump =
        new Folder(folder)
            .script(
                "large-dump",
                """
                #!/bin/sh
                case "$*" in *--version*) echo "mariadb-dump from 11.4.5-MariaDB"; exit 0;; esac
                yes 'INSERT' | head -c 24500000
                echo "-- Dump completed on 2026-01-01  0:00:00"
                """);
    var sources =
        IntStream.range(0, SOURCES)
            .mapToObj("  - {provider: sqlite, label: Shop %s, db_path: none.db}%n"::formatted)
            .collect(Collectors.joining());
    new Folder(folder)
        .write(
            "config.yml",
            """
            data_sources:
            %s  - {provider: mariadb, label: Large, host: 127.0.0.1, port: 1, db_name: s, user: u, \
            compression: none, dump_command: %s}
            drives: [{provider: local, label: Local, folder: ./storage}]
            http: {host: 127.0.0.1, port: 0, app_url: '%s/backupman', api_keys: [user-key]}
            """
                .formatted(sources, dump, address));
  }

  @AfterAll
  static void stop() {
    if (nginx != null) {
      nginx.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static HttpResponse<String> text(String from, HttpRequest.Builder request)
      throws Exception {
    try (var client = client(from)) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static HttpClient client(String from) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(nginx.trusting())
        .localAddress(InetAddress.getByName(from))
        .build();
  }

  private static HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(URI.create(address + path));
  }

  private static HttpRequest.Builder withKey(String path) {
    return at(path).header("X-Api-Key", "user-key");
  }

  @Test
  void whatClientsAskForGoesThroughAsItIs() throws Exception {
    server.post("/api/backups", "user-key", "");
    await().until(() -> server.get("/api/backups?status=pending").get("Results").isEmpty());

    var list = text(OUTSIDE, withKey("/api/backups?limit=1000&status=failed"));

    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(list.body()).hasSizeGreaterThan(36_000);
    assertThat(list.body())
        .isEqualTo(server.answer("GET", "/api/backups?limit=1000&status=failed").body());
    assertThat(text(OUTSIDE, at("/api/backups")))
        .returns(401, HttpResponse::statusCode)
        .extracting(HttpResponse::body)
        .asString()
        .contains("A valid API key is needed");
    assertThat(text(OUTSIDE, at("/ping")).body()).contains("pong");
    assertThat(text(OUTSIDE, at("/openapi")).body()).contains("openapi: 3.1");
    assertThat(text(OUTSIDE, at("/anything")).statusCode()).isEqualTo(404);
    assertThat(nginx.accessLog()).contains(OUTSIDE + " - [").contains("GET /api/backups\" 200 ");
  }

  @Test
  void aDownloadIsStreamedAndMayGoOnWhereItBrokeOff() throws Exception {
    var backup = server.backUp("Large");
    assertThat(backup.get("Status").asText()).as(backup::toString).isEqualTo("finished");
    var stored = Files.readAllBytes(Path.of(backup.at("/DriveFiles/0/Path").asText()));
    var link = URI.create(link(backup));
    assertThat(link.toString()).startsWith(address + "/backupman/api/backups/");

    for (var prefix : new String[] {"/backupman", ""}) {
      var file = URI.create(link.toString().replace("/backupman", prefix));
      try (var client = client(OUTSIDE)) {
        var whole = client.send(HttpRequest.newBuilder(file).build(), BodyHandlers.ofInputStream());
        assertThat(whole.headers().firstValueAsLong("Content-Length")).hasValue(stored.length);
        var first = whole.body().readNBytes(1_000_000);
        var range = "bytes=" + first.length + "-";
        var rest =
            client.send(
                HttpRequest.newBuilder(file).header("Range", range).build(),
                BodyHandlers.ofByteArray());
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(first).isEqualTo(Arrays.copyOf(stored, first.length));
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(stored, first.length, stored.length));
        whole.body().close();
      }
    }
    assertThat(nginx.errorLog()).doesNotContain("upstream response is buffered");
    assertThat(nginx.accessLog()).contains("/download").doesNotContain("signature");
  }

  private static String link(JsonNode backup) throws Exception {
    var path = "/api/backups/" + backup.get("Id").asText() + "/generate-download-url";
    return JSON.readTree(text(OUTSIDE, withKey(path)).body()).get("Url").asText();
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedByBackupman() throws Exception {
    var body = BodyPublishers.ofByteArray(("\"" + "x".repeat(1_500_000) + "\"").getBytes(UTF_8));

    var answer = text(OUTSIDE, withKey("/api/backups").POST(body));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/observe/health/ready",
        "/observe/metrics",
        "//observe/metrics",
        "/%6Fbserve/metrics",
        "/api/../observe/metrics",
        "/api/%2e%2e/health",
        "/backupman/api/../../health",
        "/ping/../health"
      })
  void healthAndMetricsAreNotForAll(String path) throws Exception {
    assertThat(text(OUTSIDE, withKey(path)).statusCode()).isIn(400, 403, 404);
  }

  @Test
  void whoMayLookAtHealthAndMetricsCan() throws Exception {
    assertThat(text(INSIDE, at("/observe/health/ready")).statusCode()).isEqualTo(200);
    assertThat(text(INSIDE, at("/observe/metrics")).statusCode()).isEqualTo(401);
    assertThat(text(INSIDE, withKey("/observe/metrics")).body()).contains("backupman_build_info");
  }
}

package io.backupman.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the owners of keys with names may do, and what is kept of it, in a whole Backupman. */
class NamedKeysTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private Running running;
  private int port;

  @SuppressWarnings("NullAway.Init")
  NamedKeysTest() {}

  @BeforeEach
  void start() {
    Running.write(
        folder.resolve("config.yml"),
        """
        database: {provider: memory}
        data_sources:
          - {provider: sqlite, label: Shop, db_path: shop.db, tmp_folder: tmp}
        drives: [{provider: local, label: Local, folder: storage}]
        http:
          host: 127.0.0.1
          api_keys: [nameless, {name: deploy, key: deploy-key}]
          admin_api_keys: [{name: ops, key: ops-key}]
          view_api_keys: [{name: wallboard, key: view-key}]
        """);
    running = Running.start(folder);
    port = running.application().serve(0, () -> {});
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void whoDidWhatIsListedForAdministrators() throws Exception {
    assertThat(send("nameless", "POST", "/api/backups").statusCode()).isEqualTo(202);
    assertThat(send("deploy-key", "DELETE", "/api/backups/x").statusCode()).isEqualTo(404);
    assertThat(send("view-key", "GET", "/api/backups").statusCode()).isEqualTo(200);
    assertThat(send("view-key", "POST", "/api/backups").statusCode()).isEqualTo(403);
    assertThat(send("deploy-key", "GET", "/api/admin/audit").statusCode()).isEqualTo(403);

    await()
        .untilAsserted(
            () ->
                assertThat(audit("").findValuesAsText("Status"))
                    .as("newest first")
                    .containsExactly("404", "202"));
    assertThat(audit("").findValuesAsText("Actor")).containsExactly("deploy", "api_keys[0]");
    assertThat(audit("?actor=deploy").findValuesAsText("Action")).containsExactly("delete_backup");
    assertThat(audit("?action=start_backup").findValuesAsText("Actor"))
        .containsExactly("api_keys[0]");
  }

  private JsonNode audit(String query) throws IOException, InterruptedException {
    var answer = send("ops-key", "GET", "/api/admin/audit" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body()).get("Results");
  }

  private HttpResponse<String> send(String key, String method, String path)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .header("X-Api-Key", key)
            .method(method, BodyPublishers.noBody());
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}

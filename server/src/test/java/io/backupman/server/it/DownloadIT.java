package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Getting a dump back through signed links. */
class DownloadIT {
  @TempDir private Path folder;

  @Test
  void aLinkOfOneServerIsGoodAtAnotherAndAfterARestart() throws Exception {
    new Folder(folder)
        .withSample("shop.db")
        .configured(
            OwnDatabase.MariaDb.empty().yaml()
                + """
                data_sources: [{provider: sqlite, label: Shop, db_path: shop.db}]
                drives: [{provider: local, label: Local, folder: ./storage}]
                """);
    String link;
    byte[] stored;
    try (var one = BackupmanProcess.serve(folder);
        var other = BackupmanProcess.serve(folder)) {
      var backup = one.backUp("Shop");
      stored = Files.readAllBytes(Path.of(backup.at("/DriveFiles/0/Path").asText()));
      link = link(one, backup);
      assertThat(get(at(other, link)).body()).isEqualTo(stored);
    }
    try (var again = BackupmanProcess.serve(folder)) {
      assertThat(get(at(again, link)).body()).isEqualTo(stored);
      assertThat(get(at(again, link.replace("signature=", "signature=x"))).statusCode())
          .isEqualTo(403);
    }
  }

  private static String link(BackupmanProcess server, JsonNode backup) {
    return server
        .get("/api/backups/" + backup.get("Id").asText() + "/generate-download-url")
        .get("Url")
        .asText();
  }

  private static URI at(BackupmanProcess server, String link) {
    var uri = URI.create(link);
    return URI.create(
        "http://127.0.0.1:" + server.port() + uri.getRawPath() + "?" + uri.getRawQuery());
  }

  private static HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    }
  }
}

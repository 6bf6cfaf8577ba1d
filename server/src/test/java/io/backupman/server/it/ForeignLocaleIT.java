package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole backup, its report and its download on machines whose language has other digits. */
class ForeignLocaleIT {
  @TempDir private Path path;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Duser.language=fa -Duser.country=IR",
        "-Duser.language=tr -Duser.country=TR",
        "-Duser.language=th -Duser.country=TH -Duser.extensions=u-nu-thai",
        "-Duser.language=ar -Duser.country=EG"
      })
  void changesNothing(String locale) {
    try (var receiver = new Receiver().up()) {
      new Folder(path)
          .withSample("shop.db")
          .configured(
              """
              database: {provider: memory}
              data_sources: [{provider: sqlite, label: Shop, db_path: shop.db}]
              drives: [{provider: local, label: Local, folder: ./storage}]
              notifiers: {webhook: {enabled: true, endpoints: [{name: w, url: '%s'}]}}
              """
                  .formatted(receiver.url("/hook")));
      try (var server =
          BackupmanProcess.start(path, Map.of("JAVA_TOOL_OPTIONS", locale), "serve")) {
        var backup = server.backUp("Shop");
        assertThat(backup.get("Status").asText()).isEqualTo("finished");

        await().until(() -> !receiver.received().isEmpty());
        assertThat(receiver.received().getFirst().body()).contains("\"Status\":\"finished\"");
        var link =
            server
                .get("/api/backups/" + backup.get("Id").asText() + "/generate-download-url")
                .get("Url")
                .asText();
        assertThat(link).isPrintable().containsPattern("expires=[0-9]+&signature=");
        var download = server.answer("GET", link.substring(link.indexOf("/api/")), "no-key");
        assertThat(download.statusCode()).isEqualTo(200);
        assertThat(download.headers().firstValue("Content-Length"))
            .hasValue(backup.get("SizeBytes").asText());
      }
    }
  }
}

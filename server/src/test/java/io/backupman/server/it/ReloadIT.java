package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.server.plugin.PluginJar;
import io.backupman.server.plugin.Sources;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadIT {
  @TempDir private Path path;
  @TempDir private Path work;

  @Test
  void aHangUpReloadsTheNotifiersOfAServer() throws Exception {
    configure("http://127.0.0.1:1/hook", 2);
    try (var server = BackupmanProcess.serve(path)) {
      assertThat(server.get("/api/notifiers").at("/Results/1/Status").asText()).isEqualTo("DOWN");
      assertThat(server.output()).contains("The notifier \"good\" cannot be used");
      new PluginJar(work)
          .source(Sources.sending("good", "return Receipt.taken();"))
          .service("good.Provider")
          .build(path.resolve("plugins/good.jar"));
      configure("http://127.0.0.1:2/hook", 3);

      server.hangUp();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.output().contains("The section delivery of config.yml has changed"));
      assertThat(server.output()).contains("The notifiers were reloaded: 2 switched on");
      assertThat(server.get("/api/notifiers").at("/Results/1/Status").asText()).isEqualTo("UP");

      configure("not a url", 3);
      server.hangUp();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> server.output().contains("config.yml: notifiers.webhook.endpoints[0].url: "));
      assertThat(server.get("/api/notifiers").at("/Results/1/Status").asText()).isEqualTo("UP");

      server.terminate();
      assertThat(server.awaitExit(Duration.ofSeconds(60))).isEqualTo(128 + 15);
    }
  }

  private void configure(String url, int concurrency) {
    new Folder(path)
        .configured(
            """
            database: {provider: memory}
            delivery: {concurrency: %d}
            notifiers:
              webhook: {enabled: true, endpoints: [{name: w, url: '%s'}]}
              good: {enabled: true}
            """
                .formatted(concurrency, url));
  }
}

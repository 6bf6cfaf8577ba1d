package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineIT {
  @TempDir private Path path;

  private Folder sample(Receiver receiver) {
    return new Folder(path)
        .withSample("shop.db")
        .configured(
            Folder.SHOP
                + """
            notifiers: {webhook: {enabled: true, endpoints: [{name: w, url: '%s'}]}}
            """
                    .formatted(receiver.url("/hook")));
  }

  @Test
  void runBacksUpAndWaitsForTheReport() {
    try (var receiver = new Receiver().up()) {
      sample(receiver);

      var run = BackupmanProcess.run(path, "run");

      assertThat(run.exitCode()).as(run::output).isZero();
      assertThat(run.output()).contains("Shop: finished").contains("webhook / w: delivered");
      assertThat(receiver.received()).hasSize(1);
      assertThat(new Folder(path).filesUnder("storage")).hasSize(1);
    }
  }

  @Test
  void runFailsWhenABackupFailsThoughItsReportIsDelivered() {
    try (var receiver = new Receiver().up()) {
      sample(receiver);
      new Folder(path).write("shop.db", "this is no database, and long enough to look at");

      var run = BackupmanProcess.run(path, "run", "Shop");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.output()).contains("Shop: failed. ").contains("delivered");
      assertThat(receiver.received().getFirst().body()).contains("\"Status\":\"failed\"");
    }
  }

  @Test
  void retryMakesTheCopyThatFailed() throws IOException {
    var folder =
        new Folder(path)
            .withSample("shop.db")
            .configured(
                """
                database: {provider: embedded, path: ./data/backupman}
                data_sources: [{provider: sqlite, label: Shop, db_path: shop.db}]
                drives:
                  - {provider: local, label: One, folder: ./one}
                  - {provider: local, label: Two, folder: ./two}
                """);
    folder.write("two", "in the way");
    var run = BackupmanProcess.run(path, "run");
    assertThat(run.exitCode()).isEqualTo(1);
    var id = run.output().replaceAll("(?s).*Shop: started \\(([-0-9a-f]+)\\).*", "$1");
    Files.delete(path.resolve("two"));

    var retry = BackupmanProcess.run(path, "retry", id);

    assertThat(retry.exitCode()).as(retry::output).isZero();
    assertThat(retry.output()).contains("Shop: finished");
    assertThat(folder.filesUnder("two"))
        .first()
        .satisfies(
            copy -> assertThat(copy).hasSameBinaryContentAs(folder.filesUnder("one").getFirst()));
    assertThat(BackupmanProcess.run(path, "retry", id).output())
        .contains("Only a failed backup can be retried; this one is finished.");
  }

  @Test
  void runRefusesALabelThatIsNotKnown() {
    try (var receiver = new Receiver()) {
      sample(receiver);

      var run = BackupmanProcess.run(path, "run", "Shopp");

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.output())
          .contains("There is no data source \"Shopp\"; did you mean \"Shop\"? There are: Shop.");
    }
  }

  @Test
  void worksBesideARunningServerOnTheSameEmbeddedDatabase() {
    try (var receiver = new Receiver().up()) {
      sample(receiver);
      try (var server = BackupmanProcess.serve(path)) {
        var reportId = server.backUp("Shop").get("ReportId").asText();

        var resend = BackupmanProcess.run(path, "resend", reportId, "--notifier", "webhook");
        assertThat(resend.exitCode()).as(resend::output).isZero();
        assertThat(resend.output()).contains("delivered");
        assertThat(receiver.received())
            .hasSize(2)
            .allSatisfy(r -> assertThat(r.headers()).containsEntry("webhook-id", reportId));
        assertThat(receiver.received().getFirst().body())
            .isEqualTo(receiver.received().getLast().body());

        var run = BackupmanProcess.run(path, "run");
        assertThat(run.exitCode()).as(run::output).isZero();
        assertThat(server.get("/api/backups").get("Results")).hasSize(2);

        var health = BackupmanProcess.run(path, "health");
        assertThat(health.exitCode()).as(health::output).isZero();
        assertThat(health.output()).contains("UP    data source \"Shop\"");
      }
    }
  }

  @Test
  void healthSaysWhatIsDownAndFails() throws Exception {
    try (var receiver = new Receiver()) {
      sample(receiver);
      Files.delete(path.resolve("shop.db"));

      var health = BackupmanProcess.run(path, "health");

      assertThat(health.exitCode()).isEqualTo(1);
      assertThat(health.output()).contains("DOWN  data source \"Shop\": ").contains("shop.db");
    }
  }

  @Test
  void tenMistakesAreTenLines() {
    new Folder(path)
        .write(
            "config.yml",
            """
            database: {provider: embeded}
            data_sources:
              - {provider: mysql, label: A, host: h, port: 99999, db_name: d, user: u, password: p}
              - {provider: sqlite, label: A, db_path: x.db, compression: brotli}
              - {provider: sqlite, label: B}
            drives:
              - {provider: local, label: L, foldr: ./storage}
            notifiers:
              webhook:
                enabled: true
                endpoints: [{name: w, url: "not a url"}]
            delivery: {concurrency: many}
            http: {app_url: "${NOT_SET_ANYWHERE}", port: 8080}
            htp: {}
            """);

    var check = BackupmanProcess.run(path, "check");

    assertThat(check.exitCode()).isEqualTo(2);
    assertThat(check.output().lines())
        .hasSize(10)
        .allSatisfy(line -> assertThat(line).startsWith("config.yml: "));
    assertThat(Files.exists(path.resolve("data"))).isFalse();
  }

  @Test
  void serveRefusesToListenToTheNetworkWithoutKeys() {
    new Folder(path).write("config.yml", "http: {host: 0.0.0.0, port: 0}\n");

    var serve = BackupmanProcess.run(path, "serve");

    assertThat(serve.exitCode()).isEqualTo(2);
    assertThat(serve.output()).contains("http.api_keys is missing");
  }

  @Test
  void initWritesAConfigurationThatChecksAndIsNotOverwritten() throws IOException {
    var first = BackupmanProcess.run(path, "init");
    var second = BackupmanProcess.run(path, "init");

    assertThat(first.exitCode()).isZero();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(path.resolve("config.yml"))))
        .isEqualTo("rw-------");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.output()).contains("is there already");
  }

  @Test
  void helpAndVersionNeedNoConfiguration() {
    assertThat(BackupmanProcess.run(path, "--help").output())
        .contains(
            "serve",
            "run",
            "demo",
            "check",
            "init",
            "health",
            "resend",
            "notifiers",
            "secret",
            "auth-google");
    assertThat(BackupmanProcess.run(path, "run", "--help").output()).contains("LABEL");
    assertThat(BackupmanProcess.run(path, "version").output()).startsWith("backupman ");
    var none = BackupmanProcess.run(path);
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.output()).contains("A command is missing.");
    var resend = BackupmanProcess.run(path, "resend", "not-an-id");
    assertThat(resend.exitCode()).isEqualTo(2);
    assertThat(resend.output()).contains("'not-an-id' is not an id").doesNotContain("Exception");
  }

  @Test
  void aMissingConfigurationIsASentence() {
    var run = BackupmanProcess.run(path, "-c", "nowhere.yml", "run");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).contains("nowhere.yml").contains("backupman init");
    assertThat(run.output().lines()).hasSize(1);
  }
}

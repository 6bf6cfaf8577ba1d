package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How backups are removed, by hand and by rule. */
class RetentionIT {
  @TempDir private Path path;

  private Folder configured(String retention) {
    return new Folder(path).withSample("shop.db").configured(Folder.SHOP + retention);
  }

  @Test
  void aBackupIsDeletedWithItsCopyOverHttp() {
    var folder = configured("");
    try (var server = BackupmanProcess.serve(path)) {
      var kept = server.backUp("Shop");
      var gone = server.backUp("Shop");
      assertThat(folder.filesUnder("storage")).hasSize(2);
      var one = "/api/backups/" + gone.get("Id").asText();

      assertThat(server.answer("DELETE", one).statusCode()).isEqualTo(204);

      assertThat(server.answer("GET", one).statusCode()).isEqualTo(404);
      assertThat(server.answer("DELETE", one).statusCode()).isEqualTo(404);
      assertThat(folder.filesUnder("storage"))
          .extracting(Path::toString)
          .containsExactly(kept.get("DriveFiles").get(0).get("Path").asText());
      assertThat(server.get("/api/backups").get("Results")).hasSize(1);
      assertThat(server.get("/api/reports").get("Results")).hasSize(2);
    }
  }

  @Test
  void theCommandSaysWhatItWouldRemove() {
    configured("retention: {enabled: true, value: 30}\n");
    assertThat(BackupmanProcess.run(path, "run").exitCode()).isZero();

    var dry = BackupmanProcess.run(path, "retention", "--dry-run");
    var wet = BackupmanProcess.run(path, "retention");

    assertThat(dry.output()).contains("0 would be removed.");
    assertThat(wet.output()).contains("0 removed.");
    assertThat(wet.exitCode()).isZero();
    assertThat(new Folder(path).filesUnder("storage")).hasSize(1);
  }

  @Test
  void withoutARuleTheCommandSaysSo() {
    configured("");

    var run = BackupmanProcess.run(path, "retention");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).contains("Nothing is ever removed: the configuration does not say");
  }
}

package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each bad day ends as failed, with a sentence, without a file, and with a delivered report. */
class FaultIT {
  @TempDir private Path path;

  @Test
  void aFullTemporaryFolder() throws Exception {
    withSmallDisk("tmp", "./tmp", "./storage");
  }

  @Test
  void aFullDrive() throws Exception {
    withSmallDisk("storage", "./tmp", "./storage");
  }

  private void withSmallDisk(String full, String tmp, String storage) throws Exception {
    var folder = new Folder(path);
    Files.createDirectories(path.resolve(full));
    assumeTrue(
        command("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", path.resolve(full).toString())
            == 0,
        "Mounting a small tmpfs is not permitted here");
    try (var receiver = new Receiver().up()) {
      var program =
          folder.script(
              "big-dump",
              """
              #!/bin/sh
              case "$*" in *--version*) echo "mariadb-dump from 11.4.5-MariaDB"; exit 0;; esac
              head -c 1000000 /dev/urandom | base64
              echo "-- Dump completed on 2026-01-01  0:00:00"
              """);
      folder.configured(
          """
          database: {provider: embedded, path: ./data/backupman}
          data_sources:
            - {provider: mariadb, label: Shop, host: 127.0.0.1, db_name: s, user: u, password: p, dump_command: %s, tmp_folder: %s}
          drives: [{provider: local, label: Disk, folder: %s}]
          notifiers: {webhook: {enabled: true, endpoints: [{name: w, url: '%s', details: true}]}}
          """
              .formatted(program, tmp, storage, receiver.url("/hook")));
      try (var server = BackupmanProcess.serve(path)) {
        var backup = server.backUp("Shop");

        assertThat(backup.get("Status").asText()).isEqualTo("failed");
        assertThat(backup.get("Error").asText()).containsIgnoringCase("no space left");
        await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
        assertThat(receiver.received().getFirst().body())
            .contains("\"Status\":\"failed\"")
            .containsIgnoringCase("no space left");
        assertThat(folder.filesUnder(full)).isEmpty();
      }
    } finally {
      assertThat(command("umount", path.resolve(full).toString())).isZero();
    }
  }

  private static int command(String... words) throws IOException, InterruptedException {
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}

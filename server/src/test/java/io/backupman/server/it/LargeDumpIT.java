package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dump that is much larger than the memory goes through both compressions to a local drive and to
 * S3, and comes back. How large it is, is {@code -Dbackupman.large.mebibytes}.
 */
@Tag("thorough")
class LargeDumpIT {
  private static final int MEBIBYTES = Integer.getInteger("backupman.large.mebibytes", 160);
  private static final int BLOCK_MEBIBYTES = 16;
  private static final String HEAP = "-Xmx128m";
  private static final String END = "-- Dump completed on 2026-11-26\n";

  @TempDir private Path folder;

  @Test
  void passesThroughLittleMemoryAndComesBackWhole() throws Exception {
    writeDumpProgram();
    var s3 = s3();
    try {
      configure(s3);
      try (var server = BackupmanProcess.serve(folder, HEAP)) {
        var started = server.post("/api/backups", "user-key", "").get("Results");
        for (var backup : started) {
          var ended = awaitEnd(server, backup.get("Id").asText());
          assertThat(ended.get("Status").asText()).as(ended.toString()).isEqualTo("finished");
          for (var file : ended.get("DriveFiles")) {
            assertComesBack(server, file, ended);
          }
        }
        tell(started.size(), server);
      }
    } finally {
      s3.stop();
    }
  }

  /** Text that compresses about as a dump does: a quarter goes. */
  private void writeDumpProgram() throws IOException {
    var random = new Random(1);
    var bytes = new byte[BLOCK_MEBIBYTES * 1024 * 1024 / 4 * 3];
    random.nextBytes(bytes);
    Files.write(folder.resolve("block"), Base64.getEncoder().encode(bytes));
    var program =
        Files.writeString(
            folder.resolve("dump"),
            """
            #!/bin/sh
            case "$*" in *--version*) echo "mariadb-dump from 11.4.5-MariaDB"; exit 0;; esac
            i=0
            while [ $i -lt %d ]; do cat block; i=$((i + 1)); done
            printf '\\n%s'
            """
                .formatted(MEBIBYTES / BLOCK_MEBIBYTES, END.replace("\n", "\\n")));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private S3Proxy s3() throws Exception {
    var objects = Files.createDirectories(folder.resolve("objects"));
    Files.createDirectory(objects.resolve("backups"));
    var properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", objects.toString());
    var proxy =
        S3Proxy.builder()
            .blobStore(BlobStores.create("filesystem-nio2", properties))
            .awsAuthentication(AuthenticationType.AWS_V4, "access-key", "secret-key")
            .endpoint(URI.create("http://127.0.0.1:0"))
            .build();
    proxy.start();
    return proxy;
  }

  private void configure(S3Proxy s3) {
    var sources = new StringBuilder();
    for (var compression : new String[] {"gzip", "zstd"}) {
      sources.append(
          """
            - {provider: mariadb, label: %1$s, host: 127.0.0.1, port: 1, db_name: a, user: a,
               dump_command: ./dump, compression: %1$s}
          """
              .formatted(compression));
    }
    new Folder(folder)
        .configured(
            """
            data_sources:
            %s
            drives:
              - {provider: local, label: Local, folder: ./storage}
              - {provider: s3, label: S3, bucket: backups, region: us-east-1, access_key: access-key,
                 secret_key: secret-key, endpoint: 'http://127.0.0.1:%d', force_path_style: true}
            """
                .formatted(sources, s3.getPort()));
  }

  private static JsonNode awaitEnd(BackupmanProcess server, String id) {
    await()
        .atMost(Duration.ofHours(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> !status(server, id).equals("pending"));
    return server.get("/api/backups/" + id);
  }

  private static String status(BackupmanProcess server, String id) {
    return server.get("/api/backups/" + id).get("Status").asText();
  }

  private static void assertComesBack(BackupmanProcess server, JsonNode file, JsonNode backup)
      throws IOException, InterruptedException, NoSuchAlgorithmException {
    var uri =
        "http://127.0.0.1:%d/api/backups/%s/download"
            .formatted(server.port(), file.get("Id").asText());
    var request = HttpRequest.newBuilder(URI.create(uri)).header("X-Api-Key", "user-key").build();
    var sha256 = MessageDigest.getInstance("SHA-256");
    try (var http = HttpClient.newHttpClient();
        var body =
            new DigestInputStream(http.send(request, BodyHandlers.ofInputStream()).body(), sha256);
        var dump = unpacked(body, backup.get("Label").asText())) {
      assertThat(count(dump)).isEqualTo(MEBIBYTES * 1024L * 1024 + END.length() + 1);
      body.transferTo(OutputStream.nullOutputStream());
    }
    assertThat(HexFormat.of().formatHex(sha256.digest())).isEqualTo(backup.get("Sha256").asText());
  }

  private static InputStream unpacked(InputStream in, String compression) throws IOException {
    return compression.equals("gzip") ? new GZIPInputStream(in) : new ZstdInputStream(in);
  }

  private static long count(InputStream in) throws IOException {
    return in.transferTo(OutputStream.nullOutputStream());
  }

  @SuppressWarnings("SystemOut")
  private static void tell(int dumps, BackupmanProcess server) {
    System.out.printf(
        "%d dumps of %d MiB side by side to a local drive and S3 and back under %s; %s%n",
        dumps, MEBIBYTES, HEAP, server.peakMemory());
  }
}

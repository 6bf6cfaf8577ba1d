package io.backupman.core.drive.s3;

import io.backupman.core.drive.S3DriveSettings;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.source.Dump;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3 server for all tests of a class, and a dump for each; every test leaves it empty. */
@Timeout(120)
abstract class S3DriveFixture {
  static final String NAME = "a b+c-20250702100000-1b0e1b0f.sql.gz";
  static final String KEY = "some/prefix/" + NAME;

  static S3ProxyServer server;
  static S3Client client;

  @TempDir Path folder;
  Dump dump = new Dump(Path.of(""), 0, "");

  @BeforeAll
  static void start() throws Exception {
    server = S3ProxyServer.start();
    client = server.client();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    server.stop();
  }

  @BeforeEach
  final void dump() throws IOException {
    write(S3Dumps.SMALL);
  }

  @AfterEach
  final void empty() {
    keys().forEach(key -> client.deleteObject(r -> r.bucket(S3ProxyServer.BUCKET).key(key)));
  }

  static S3Drive drive() {
    return drive(server.settings());
  }

  static S3Drive drive(S3DriveSettings settings) {
    return S3Drives.of(settings);
  }

  static S3DriveSettings with(String prefix) {
    var settings = server.settings();
    return new S3DriveSettings(
        settings.label(),
        settings.bucket(),
        settings.region(),
        settings.keys(),
        settings.endpoint(),
        prefix,
        true);
  }

  static void put(String key, byte[] contents) {
    client.putObject(r -> r.bucket(S3ProxyServer.BUCKET).key(key), RequestBody.fromBytes(contents));
  }

  static byte[] stored(String key) {
    return client.getObjectAsBytes(r -> r.bucket(S3ProxyServer.BUCKET).key(key)).asByteArray();
  }

  static List<String> keys() {
    return client.listObjectsV2(r -> r.bucket(S3ProxyServer.BUCKET)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  final void write(int size) throws IOException {
    dump = S3Dumps.write(folder, size);
  }

  static byte[] read(StoredCopy copy, long offset, long length) throws Exception {
    try (InputStream in = copy.read(offset, length)) {
      return in.readAllBytes();
    }
  }
}

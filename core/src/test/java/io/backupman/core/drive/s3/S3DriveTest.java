package io.backupman.core.drive.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.RetryPauses;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.drive.WholeLog;
import io.backupman.core.source.Dump;
import io.backupman.core.testing.Dumps;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Against a real server; what servers may do wrong is in {@link S3FaultTest}. */
@Timeout(120)
class S3DriveTest {
  private static final String NAME = "a b+c-20250702100000-1b0e1b0f.sql.gz";
  private static final String KEY = "some/prefix/" + NAME;
  private static final int IN_PARTS = 20_000_000;

  private static S3ProxyServer server;
  private static S3Client client;

  @TempDir Path folder;
  private Path dump = Path.of("");

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
  void dump() throws IOException {
    dump = folder.resolve("dump");
    write(1_000_000);
  }

  @AfterEach
  void empty() {
    keys().forEach(key -> client.deleteObject(r -> r.bucket(S3ProxyServer.BUCKET).key(key)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000_000, 8 * 1024 * 1024, 8 * 1024 * 1024 + 1, IN_PARTS})
  void storesACopy(int size) throws Exception {
    write(size);
    var progress = new AtomicLong();

    var path = drive().store(Dumps.of(dump), NAME, progress::addAndGet);

    assertThat(path).isEqualTo(KEY);
    assertThat(keys()).containsExactly(KEY);
    assertThat(stored(KEY)).isEqualTo(Files.readAllBytes(dump));
    assertThat(progress).hasValue(size);
    assertThat(unfinished()).isZero();
    assertThat(dump).exists();
  }

  @Test
  void withoutAPrefixTheNameIsTheKey() throws Exception {
    var path = drive(with("")).store(Dumps.of(dump), NAME, bytes -> {});

    assertThat(path).isEqualTo(NAME);
    assertThat(keys()).containsExactly(NAME);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000_000, IN_PARTS})
  void takesTheVerySameObjectForTheCopy(int size) throws Exception {
    write(size);
    drive().store(Dumps.of(dump), NAME, bytes -> {});
    var before = object(KEY).lastModified();
    var progress = new AtomicLong();

    assertThat(drive().store(Dumps.of(dump), NAME, progress::addAndGet)).isEqualTo(KEY);

    assertThat(progress).hasValue(size);
    assertThat(object(KEY).lastModified()).isEqualTo(before);
  }

  @Test
  void takesAnObjectThatSomebodyElseSentInAnotherWay() throws Exception {
    write(IN_PARTS);
    put(KEY, Files.readAllBytes(dump));

    assertThat(drive().store(Dumps.of(dump), NAME, bytes -> {})).isEqualTo(KEY);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 1_000_000})
  void neverReplacesAnotherObject(int size) throws Exception {
    var another = new byte[size];
    put(KEY, another);

    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(Dumps.of(dump), NAME, bytes -> {}))
        .withMessage(
            "There is another object %s in the bucket \"backups\" already; it was left as it is.",
            KEY)
        .returns(false, DriveException::isPassing);

    assertThat(stored(KEY)).isEqualTo(another);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000_000, IN_PARTS})
  void aDumpThatIsNotWhatWasDumpedIsNotStored(int size) throws Exception {
    write(size);
    var changed = new Dump(dump, size, Dumps.sha256(new byte[0]));

    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(changed, NAME, bytes -> {}))
        .withMessage("The dump %s is not the same any more; nothing of it was stored.", dump);

    assertThat(keys()).isEmpty();
    assertThat(unfinished()).isZero();
  }

  @Test
  void aDumpThatIsGoneIsSaid() throws Exception {
    var gone = Dumps.of(dump);
    Files.delete(dump);

    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(gone, NAME, bytes -> {}))
        .withMessage("The dump %s is not there any more, or has changed.", dump);
  }

  @Test
  void aDumpThatGetsShorterWhileItIsSentIsSaid() throws Exception {
    write(IN_PARTS);
    var whole = Dumps.of(dump);

    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(whole, NAME, bytes -> truncate()))
        .withMessage("The dump %s has become shorter.", dump);

    assertThat(keys()).isEmpty();
    assertThat(unfinished()).isZero();
  }

  @Test
  void readsPartsOfACopy() throws Exception {
    write(IN_PARTS);
    var copy = drive().open(drive().store(Dumps.of(dump), NAME, bytes -> {}));
    var all = Files.readAllBytes(dump);

    assertThat(copy.sizeBytes()).isEqualTo(IN_PARTS);
    assertThat(read(copy, 0, IN_PARTS)).isEqualTo(all);
    assertThat(read(copy, IN_PARTS - 10, 10))
        .isEqualTo(Arrays.copyOfRange(all, IN_PARTS - 10, IN_PARTS));
    assertThat(read(copy, 0, 1)).containsExactly(all[0]);
    assertThat(read(copy, 5, 1)).containsExactly(all[5]);
  }

  @Test
  void aCopyCanBeLeftInTheMiddle() throws Exception {
    write(IN_PARTS);
    var copy = drive().open(drive().store(Dumps.of(dump), NAME, bytes -> {}));

    try (InputStream in = copy.read(0, IN_PARTS)) {
      assertThat(in.read()).isEqualTo(Files.readAllBytes(dump)[0] & 0xff);
    }

    assertThat(read(copy, 7, 3)).hasSize(3);
  }

  @Test
  void aCopyThatIsGoneIsSaid() throws Exception {
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().open("some/prefix/missing"))
        .withMessageStartingWith("some/prefix/missing is not in the bucket \"backups\" at http:");
    var copy = drive().open(drive().store(Dumps.of(dump), NAME, bytes -> {}));
    drive().delete(KEY);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> copy.read(0, 1))
        .withMessage("The copy is not in the bucket \"backups\" any more.");
  }

  @Test
  void deletesACopyAndIsContentIfItIsGone() throws Exception {
    var path = drive().store(Dumps.of(dump), NAME, bytes -> {});
    put("some/prefix/kept", new byte[1]);

    drive(with("another")).delete(path);
    drive().delete(path);

    assertThat(keys()).containsExactly("some/prefix/kept");
  }

  @Test
  void theCheckLeavesNothingBehind() throws Exception {
    drive().check();
    drive(with("")).check();

    assertThat(keys()).isEmpty();
  }

  @Test
  void removesWhatAKilledProcessLeftOfExactlyThisCopy() throws Exception {
    begin(KEY);
    begin(KEY);
    begin(KEY + ".another");
    put(KEY, new byte[1]);

    drive().removeLeftovers(NAME);
    drive().removeLeftovers("unknown");

    assertThat(unfinished()).isEqualTo(1);
    assertThat(keys()).containsExactly(KEY);
    client.abortMultipartUpload(
        r ->
            r.bucket(S3ProxyServer.BUCKET)
                .key(KEY + ".another")
                .uploadId(uploads().getFirst().uploadId()));
  }

  @Test
  void aMissingBucketIsSaid() {
    var settings = server.settings();
    var elsewhere =
        new S3DriveSettings(
            "S3 Drive", "missing", "us-east-1", settings.keys(), settings.endpoint(), "", true);
    saysOfEach(
        elsewhere,
        "There is no bucket \"missing\" at %s: make it, or correct bucket, region or endpoint."
            .formatted(server.endpoint()));
  }

  @Test
  void aWrongSecretKeyIsSaid() {
    var settings = server.settings();
    saysOfEach(
        new S3DriveSettings(
            "S3 Drive",
            S3ProxyServer.BUCKET,
            "us-east-1",
            S3ProxyServer.keys("wrong"),
            settings.endpoint(),
            "",
            true),
        "%s does not accept the signature: secret_key does not belong to access_key."
            .formatted(server.endpoint()));
  }

  @Test
  void anUnknownAccessKeyIsSaid() {
    var settings = server.settings();
    saysOfEach(
        new S3DriveSettings(
            "S3 Drive",
            S3ProxyServer.BUCKET,
            "us-east-1",
            new S3DriveSettings.Keys(Secret.of("unknown"), Secret.of("x")),
            settings.endpoint(),
            "",
            true),
        "%s does not know the key: correct access_key.".formatted(server.endpoint()));
  }

  private void saysOfEach(S3DriveSettings settings, String sentence) {
    var drive = drive(settings);
    for (var use : uses(drive)) {
      assertThatExceptionOfType(DriveException.class)
          .isThrownBy(use::run)
          .withMessage(sentence)
          .returns(false, DriveException::isPassing);
    }
  }

  private interface Use {
    void run() throws Exception;
  }

  private List<Use> uses(S3Drive drive) {
    return List.of(
        () -> drive.store(Dumps.of(dump), NAME, bytes -> {}),
        () -> drive.open(KEY),
        () -> drive.delete(KEY),
        () -> drive.removeLeftovers(NAME),
        drive::check);
  }

  @Test
  void filesOfTheHomeFolderDoNotCountWhereThereAreKeys() throws Exception {
    var another =
        Files.writeString(
            folder.resolve("config"),
            """
            [default]
            region = mars-1
            endpoint_url = http://127.0.0.1:1
            aws_access_key_id = another
            aws_secret_access_key = another
            use_dualstack_endpoint = true
            use_fips_endpoint = true
            """);
    System.setProperty("aws.configFile", another.toString());
    System.setProperty("aws.sharedCredentialsFile", another.toString());
    assertThat(drive().store(Dumps.of(dump), NAME, bytes -> {})).isEqualTo(KEY);
    System.setProperty("aws.profile", "no-such-profile");
    try {
      assertThat(drive().store(Dumps.of(dump), NAME, bytes -> {})).isEqualTo(KEY);
    } finally {
      System.clearProperty("aws.configFile");
      System.clearProperty("aws.sharedCredentialsFile");
      System.clearProperty("aws.profile");
    }
  }

  @Test
  void withoutKeysItSignsInAsTheMachineDoes() throws Exception {
    var settings = server.settings();
    var drive =
        drive(
            new S3DriveSettings(
                "S3 Drive",
                S3ProxyServer.BUCKET,
                "us-east-1",
                null,
                settings.endpoint(),
                "",
                true));
    System.setProperty("aws.accessKeyId", S3ProxyServer.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", S3ProxyServer.SECRET_KEY);
    try {
      assertThat(drive.store(Dumps.of(dump), NAME, bytes -> {})).isEqualTo(NAME);
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  void nobodyAtTheEndpointIsPassing() {
    var settings = server.settings();
    var drive =
        drive(
            new S3DriveSettings(
                "S3 Drive",
                S3ProxyServer.BUCKET,
                "us-east-1",
                settings.keys(),
                URI.create("http://127.0.0.1:1"),
                "",
                true));
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(drive::check)
        .withMessage("http://127.0.0.1:1 cannot be reached: nobody answers there.")
        .returns(true, DriveException::isPassing);
  }

  @Test
  void tellsNoSecret() throws Exception {
    try (var log = new WholeLog()) {
      write(9_000_000);
      drive().store(Dumps.of(dump), NAME, bytes -> {});
      read(drive().open(KEY), 0, 9_000_000);
      assertThatExceptionOfType(DriveException.class)
          .isThrownBy(() -> drive(with("x")).open("missing"));
      drive().delete(KEY);

      assertThat(log.text()).contains("software.amazon.awssdk");
      assertThat(log.text()).doesNotContain(S3ProxyServer.SECRET_KEY);
    }
    assertThat(server.settings().toString())
        .doesNotContain(S3ProxyServer.ACCESS_KEY, S3ProxyServer.SECRET_KEY);
  }

  private static S3Drive drive() {
    return drive(server.settings());
  }

  private static S3Drive drive(S3DriveSettings settings) {
    return new S3Drive(settings, new RetryPauses(List.of()));
  }

  private static S3DriveSettings with(String prefix) {
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

  private void write(int size) throws IOException {
    var contents = new byte[size];
    new Random(1).nextBytes(contents);
    Files.write(dump, contents);
  }

  private void truncate() {
    try (var file = FileChannel.open(dump, StandardOpenOption.WRITE)) {
      file.truncate(9_000_000);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] read(StoredCopy copy, long offset, long length) throws Exception {
    try (InputStream in = copy.read(offset, length)) {
      return in.readAllBytes();
    }
  }

  private static void put(String key, byte[] contents) {
    client.putObject(r -> r.bucket(S3ProxyServer.BUCKET).key(key), RequestBody.fromBytes(contents));
  }

  private static byte[] stored(String key) {
    return client.getObjectAsBytes(r -> r.bucket(S3ProxyServer.BUCKET).key(key)).asByteArray();
  }

  private static void begin(String key) {
    client.createMultipartUpload(r -> r.bucket(S3ProxyServer.BUCKET).key(key));
  }

  private static S3Object object(String key) {
    return client.listObjectsV2(r -> r.bucket(S3ProxyServer.BUCKET).prefix(key)).contents().get(0);
  }

  private static List<String> keys() {
    return client.listObjectsV2(r -> r.bucket(S3ProxyServer.BUCKET)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private static int unfinished() {
    return uploads().size();
  }

  private static List<MultipartUpload> uploads() {
    return client.listMultipartUploads(r -> r.bucket(S3ProxyServer.BUCKET)).uploads();
  }
}

package io.backupman.core.drive.google;

import static io.backupman.core.testing.GoogleStandIn.breaking;
import static io.backupman.core.testing.GoogleStandIn.refusing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.GoogleDriveSettings;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.drive.google.auth.GoogleTransport;
import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.source.Dump;
import io.backupman.core.testing.Dumps;
import io.backupman.core.testing.GoogleFile;
import io.backupman.core.testing.GoogleStandIn;
import io.backupman.core.testing.SettableClock;
import io.backupman.net.Network;
import io.backupman.net.ProxyAddress;
import io.backupman.net.ProxySettings;
import io.backupman.net.testing.ProxyServer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class GoogleDriveTest {
  private static final String NAME = "a-20250702100000-1b0e1b0f.sql.gz";
  private static final String UPLOAD = "PUT /upload";
  private static final int UNIT = 256 * 1024;
  private static final int CHUNK = 2 * UNIT;
  private static final int SIZE = 5 * UNIT + 1234;

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock();
  private final KnownSecrets secrets = new KnownSecrets();
  private final GoogleStandIn google;
  private Path dump = Path.of("");
  private Path token = Path.of("");
  private Path clientSecret = Path.of("");

  GoogleDriveTest() throws IOException {
    google = new GoogleStandIn();
  }

  @BeforeEach
  void signedIn() throws IOException {
    dump = folder.resolve("dump");
    byte[] contents = new byte[SIZE];
    new Random(1).nextBytes(contents);
    Files.write(dump, contents);
    clientSecret =
        google.clientSecret(folder.resolve("client.json"), "installed", "http://localhost");
    token = folder.resolve("token.json");
    Files.writeString(
        token,
        GoogleStandIn.json(
            google.access("canary-first-access"),
            google.refresh("canary-first-refresh"),
            clock.instant().plus(Duration.ofHours(1))));
  }

  @AfterEach
  void stop() {
    google.close();
  }

  @Test
  void storesACopyInItsFolder() throws Exception {
    AtomicLong progress = new AtomicLong();

    String path = drive().store(Dumps.of(dump), NAME, progress::addAndGet);

    assertThat(path).isEqualTo("demo/" + NAME);
    assertThat(google.paths()).containsExactly("demo/" + NAME);
    assertThat(google.files().getLast().contents()).isEqualTo(Files.readAllBytes(dump));
    assertThat(progress).hasValue(SIZE);
    assertThat(google.requests())
        .filteredOn(line -> line.startsWith(UPLOAD))
        .extracting(line -> line.replaceFirst(".* bytes ", ""))
        .containsExactly(range(0, CHUNK), range(CHUNK, 2 * CHUNK), range(2 * CHUNK, SIZE));
  }

  private static String range(int from, int to) {
    return from + "-" + (to - 1) + "/" + SIZE;
  }

  @Test
  void foldersMayBeNestedAndStrangelyNamed() throws Exception {
    var strange = "it's \\ a/sub folder";
    assertThat(drive(strange).store(Dumps.of(dump), NAME, bytes -> {}))
        .isEqualTo(strange + "/" + NAME);
    assertThat(drive("/" + strange + "/").store(Dumps.of(dump), "b", bytes -> {}))
        .isEqualTo(strange + "/b");

    assertThat(google.files()).filteredOn(GoogleFile::isFolder).hasSize(2);
    assertThat(google.paths()).containsExactly(strange + "/" + NAME, strange + "/b");
    assertThat(drive(strange).open(strange + "/b").sizeBytes()).isEqualTo(SIZE);
  }

  @Test
  void storesAnEmptyFileAndOneOfWholeChunks() throws Exception {
    Files.write(dump, new byte[0]);
    drive().store(Dumps.of(dump), "empty", bytes -> {});
    Files.write(dump, new byte[2 * CHUNK]);
    drive().store(Dumps.of(dump), "whole", bytes -> {});

    assertThat(google.files().stream().filter(f -> !f.isFolder()).map(f -> f.contents().length))
        .containsExactly(0, 2 * CHUNK);
  }

  @Test
  void takesTheVerySameFileForTheCopyAlsoWithoutSha256() throws Exception {
    String first = drive().store(Dumps.of(dump), NAME, bytes -> {});
    AtomicLong progress = new AtomicLong();
    assertThat(drive().store(Dumps.of(dump), NAME, progress::addAndGet)).isEqualTo(first);
    google.knows(false, true);
    assertThat(drive().store(Dumps.of(dump), NAME, progress::addAndGet)).isEqualTo(first);

    assertThat(progress).hasValue(2 * SIZE);
    assertThat(google.paths()).hasSize(1);
  }

  @Test
  void neverReplacesAnotherFile() throws Exception {
    var demo = google.put("demo", "root", GoogleFile.FOLDER, new byte[0]);
    google.put(NAME, demo.id(), "text/plain", new byte[SIZE]);

    fails(store())
        .withMessage(
            "There is another file %s in the folder demo of Google Drive already; it was left as it is.",
            NAME);
    assertThat(google.files().getLast().contents()).isEqualTo(new byte[SIZE]);
    assertThat(google.requests(UPLOAD)).isZero();
  }

  @Test
  void whatIsInTheTrashOrHasOtherCapitalsDoesNotCount() throws Exception {
    google.put("demo", "root", GoogleFile.FOLDER, new byte[0]).trash();
    var demo = google.put("demo", "root", GoogleFile.FOLDER, new byte[0]);
    google.put("DEMO", "root", GoogleFile.FOLDER, new byte[0]);
    google.put(NAME.toUpperCase(java.util.Locale.ROOT), demo.id(), "text/plain", new byte[1]);
    google.put(NAME, demo.id(), "text/plain", new byte[1]).trash();

    store().call();

    assertThat(google.files().getLast().parent()).isEqualTo(demo.id());
  }

  @Test
  void ofFoldersWithTheSameNameTheOldestIsUsedAndAllAreLookedIn() throws Exception {
    google.pageSize(1);
    var first = google.put("demo", "root", GoogleFile.FOLDER, new byte[0]);
    var second = google.put("demo", "root", GoogleFile.FOLDER, new byte[0]);
    google.put("other", second.id(), "text/plain", new byte[7]);

    store().call();

    assertThat(google.files().getLast().parent()).isEqualTo(first.id());
    assertThat(drive().open("demo/other").sizeBytes()).isEqualTo(7);
  }

  @Test
  void aConnectionThatBreaksInAChunkIsTakenUpWhereItBroke() throws Exception {
    google
        .next(1, UPLOAD, google.breakingAfterUnits(1))
        .next(1, UPLOAD + "/drive/v3/files bytes */", breaking(0));

    store().call();

    assertThat(google.files().getLast().contents()).isEqualTo(Files.readAllBytes(dump));
    assertThat(google.requests(UPLOAD + "/drive/v3/files bytes */" + SIZE)).isEqualTo(2);
    assertThat(google.requests()).anyMatch(line -> line.endsWith(range(UNIT, UNIT + CHUNK)));
  }

  @Test
  void aChunkOfWhichOnlyAPartWasTakenGoesOnFromThere() throws Exception {
    google.next(1, UPLOAD, google.takingUnits(1));

    store().call();

    assertThat(google.files().getLast().contents()).isEqualTo(Files.readAllBytes(dump));
  }

  @Test
  void anAnswerThatWasLostIsAskedFor() throws Exception {
    google.next(1, UPLOAD + "/drive/v3/files bytes " + 2 * CHUNK, google.losingTheAnswer());

    store().call();

    assertThat(google.paths()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "500, backendError",
    "503, backendError",
    "429, rateLimitExceeded",
    "403, rateLimitExceeded",
    "403, userRateLimitExceeded"
  })
  void whatPassesIsTriedAgain(int status, String reason) throws Exception {
    google
        .next(2, UPLOAD, refusing(status, reason))
        .next(1, "GET /drive/v3/files", refusing(status, reason))
        .next(1, "POST /upload", refusing(status, reason))
        .next(1, "POST /drive", refusing(status, reason));

    store().call();

    assertThat(google.files().getLast().contents()).isEqualTo(Files.readAllBytes(dump));
  }

  @Test
  void whatGoesOnForTooLongMayPassLaterAndLeavesNothing() throws Exception {
    google.next(99, UPLOAD, refusing(403, "userRateLimitExceeded"));

    fails(store())
        .withMessage(
            "Google Drive answered 403 (userRateLimitExceeded) while the copy was sent: It is refused.")
        .matches(DriveException::isPassing);
    assertThat(google.requests(UPLOAD)).isEqualTo(5);
    assertThat(google.sessions()).isZero();
    assertThat(google.paths()).isEmpty();
  }

  @Test
  void aSessionThatTakesNothingAnyMoreIsGivenUp() {
    google.next(99, UPLOAD, google.takingUnits(0));

    fails(store()).matches(DriveException::isPassing);
  }

  @Test
  void anUploadThatWasForgottenMayBeBegunAnew() throws Exception {
    google.next(1, UPLOAD + "/drive/v3/files bytes " + CHUNK, google.forgettingUploads());

    fails(store())
        .withMessage("Google Drive has forgotten the upload; it has to begin anew.")
        .matches(DriveException::isPassing);
    store().call();
    assertThat(google.files().getLast().contents()).isEqualTo(Files.readAllBytes(dump));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|storageQuotaExceeded|The Google account has no space left: make room in it, or get it more.",
        "403|insufficientPermissions|The sign-in to Google does not allow that: run backupman auth-google, and allow the access to files.",
        "403|accessNotConfigured|The Google Drive API is not switched on for the client secret's project: switch it on in the Google Cloud console.",
        "404|notFound|Google Drive answered 404 (notFound) while an upload was begun: It is refused.",
        "301|moved|Google Drive answered 301 (moved) while an upload was begun: It is refused."
      })
  void whatDoesNotPassIsASentence(int status, String reason, String sentence) {
    google.next(1, "POST /upload", refusing(status, reason));

    fails(store()).withMessage(sentence).matches(e -> !e.isPassing());
    assertThat(google.requests("POST /upload")).isEqualTo(1);
  }

  @Test
  void accessThatEndsInTheMiddleIsRenewed() throws Exception {
    google.next(
        1,
        UPLOAD + "/drive/v3/files bytes " + CHUNK,
        exchange -> {
          google.revoke(false);
          return false;
        });

    store().call();

    assertThat(google.files().getLast().contents()).isEqualTo(Files.readAllBytes(dump));
    assertThat(google.requests("POST /token")).isEqualTo(1);
  }

  @Test
  void accessThatWasRevokedIsSaid() {
    google.revoke(true);

    fails(store())
        .withMessage("Google's access was revoked or has expired: run backupman auth-google.")
        .matches(e -> !e.isPassing());
    fails(() -> drive().delete("demo/x")).withMessageContaining("auth-google");
    fails(() -> drive().open("demo/x")).withMessageContaining("auth-google");
    fails(() -> drive().check()).withMessageContaining("auth-google");
  }

  @Test
  void aCopyThatIsNotEqualToTheDumpIsRemovedAgain() throws Exception {
    google.damage();
    var sentence = "What Google Drive has stored is not equal to the dump; it was removed again.";
    fails(store()).withMessage(sentence);
    google.knows(false, true);
    fails(store()).withMessage(sentence);

    assertThat(google.paths()).isEmpty();
  }

  @Test
  void md5CountsWhereSha256IsNotKnownButOneOfThemMust() throws Exception {
    google.knows(false, true);
    store().call();
    assertThat(google.paths()).hasSize(1);

    google.knows(false, false);
    fails(() -> drive().store(Dumps.of(dump), "b", bytes -> {}))
        .withMessageContaining("is not equal to the dump");
    assertThat(google.paths()).hasSize(1);
  }

  @Test
  void aDumpThatWasChangedIsNotTakenForACopy() throws Exception {
    Dump whole = Dumps.of(dump);
    byte[] changed = Files.readAllBytes(dump);
    changed[9] ^= 1;
    Files.write(dump, changed);

    fails(() -> drive().store(whole, NAME, bytes -> {}))
        .withMessage(
            "The dump %s was changed while it was copied: it does not have its checksum any more.",
            dump);
    Files.write(dump, new byte[10]);
    fails(() -> drive().store(whole, NAME, bytes -> {}))
        .withMessage("The dump %s could not be read to its end: it became shorter.", dump);
    Files.delete(dump);
    fails(() -> drive().store(whole, NAME, bytes -> {}))
        .withMessage("The dump %s is not there any more.", dump);
    assertThat(google.paths()).isEmpty();
    assertThat(google.sessions()).isZero();
  }

  @Test
  void readsPartsOfACopy() throws Exception {
    StoredCopy copy = drive().open(drive().store(Dumps.of(dump), NAME, bytes -> {}));
    byte[] all = Files.readAllBytes(dump);

    assertThat(copy.sizeBytes()).isEqualTo(SIZE);
    try (InputStream in = copy.read(0, SIZE)) {
      assertThat(in.readAllBytes()).isEqualTo(all);
    }
    try (InputStream in = copy.read(SIZE - 10, 10)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(all, SIZE - 10, SIZE));
    }
    google.next(1, "GET /download", refusing(503, "backendError"));
    google.revoke(false);
    try (InputStream in = copy.read(5, 1)) {
      assertThat(in.readAllBytes()).containsExactly(all[5]);
    }
  }

  @Test
  void aCopyThatEndsTooEarlyIsAnErrorNotAnEnd() throws Exception {
    StoredCopy copy = drive().open(drive().store(Dumps.of(dump), NAME, bytes -> {}));
    google.next(
        1,
        "GET /download",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Range", "bytes 0-99/100");
          exchange.sendResponseHeaders(206, 0);
          exchange.getResponseBody().write(new byte[100]);
          return true;
        });
    try (InputStream in = copy.read(0, SIZE)) {
      assertThatExceptionOfType(EOFException.class)
          .isThrownBy(in::readAllBytes)
          .withMessageStartingWith("demo/" + NAME + " ended ");
    }
  }

  @Test
  void anotherPartThanAskedForIsAnError() throws Exception {
    StoredCopy copy = drive().open(drive().store(Dumps.of(dump), NAME, bytes -> {}));
    google.next(
        99,
        "GET /download",
        exchange -> {
          exchange.sendResponseHeaders(200, SIZE);
          exchange.getResponseBody().write(new byte[SIZE]);
          return true;
        });

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> copy.read(7, 10))
        .withMessageEndingWith("it sent another part than it was asked for.");
  }

  @Test
  void closingEarlyGivesUpTheConnection() throws Exception {
    StoredCopy copy = drive().open(drive().store(Dumps.of(dump), NAME, bytes -> {}));
    CountDownLatch broken = new CountDownLatch(1);
    google.next(
        1,
        "GET /download",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Range", "bytes 0-9/1000000000000");
          exchange.sendResponseHeaders(206, 1_000_000_000_000L);
          try {
            for (byte[] block = new byte[UNIT]; ; ) {
              exchange.getResponseBody().write(block);
            }
          } catch (IOException e) {
            broken.countDown();
          }
          return true;
        });

    InputStream in = copy.read(0, 1_000_000_000_000L);
    assertThat(in.read()).isZero();
    in.close();

    broken.await();
  }

  @Test
  void aCopyThatIsGoneIsSaid() {
    fails(() -> drive().open("demo/" + NAME))
        .withMessageStartingWith("demo/" + NAME + " is not in Google Drive;");
  }

  @Test
  void deletesACopyAndIsContentIfItIsGone() throws Exception {
    drive().store(Dumps.of(dump), "kept", bytes -> {});
    var path = drive().store(Dumps.of(dump), "copy", bytes -> {});

    drive("another").delete(path);
    drive().delete(path);

    assertThat(google.paths()).containsExactly("demo/kept");
    fails(() -> drive().delete("nowhere/x"))
        .withMessageStartingWith("The folder nowhere, which should hold nowhere/x, is not in");
  }

  @Test
  void aFileThatSomebodyElseIsRemovingIsAsGoodAsGone() throws Exception {
    var path = drive().store(Dumps.of(dump), "copy", bytes -> {});
    google.next(1, "DELETE /drive", refusing(404, "notFound"));
    drive().delete(path);

    google.next(1, "DELETE /drive", refusing(403, "insufficientFilePermissions"));
    fails(() -> drive().delete(path)).withMessageContaining("insufficientFilePermissions");
  }

  @Test
  void theCheckLeavesNothingBehindAndSaysWhatIsWrong() throws Exception {
    drive().check();
    assertThat(google.files()).isEmpty();

    google.usage(1_000_000);
    fails(() -> drive().check()).withMessageContaining("no space left");
    google.next(1, "GET /drive/v3/about", refusing(503, "backendError"));
    fails(() -> drive().check()).matches(DriveException::isPassing);
  }

  @Test
  void leftoversNeedNoRemoval() throws Exception {
    drive().removeLeftovers(NAME);
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void aServiceThatIsAwayMayComeBack() {
    google.close();
    fails(store())
        .withMessageStartingWith("Google Drive could not be reached while looking for the folder")
        .matches(DriveException::isPassing);
  }

  @Test
  void anInterruptEndsAnUploadAndLeavesNothing() throws Exception {
    google.next(
        1,
        UPLOAD + "/drive/v3/files bytes " + CHUNK,
        exchange -> {
          new CountDownLatch(1).await();
          return true;
        });
    var stored = new FutureTask<>(() -> store().call());
    var thread = Thread.ofPlatform().start(stored);
    await().until(() -> google.requests(UPLOAD) == 2);

    thread.interrupt();

    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(stored::get)
        .withCauseInstanceOf(InterruptedException.class);
    await().untilAsserted(() -> assertThat(google.requests("DELETE /drive")).isEqualTo(1));
    assertThat(google.sessions()).isZero();
    assertThat(google.paths()).isEmpty();
  }

  @Test
  void aCopyThatIsInterruptedWhileItIsComparedIsRemoved() throws Exception {
    google.next(
        1,
        "GET /drive/v3/files/made-",
        exchange -> {
          new CountDownLatch(1).await();
          return true;
        });
    var stored = new FutureTask<>(() -> store().call());
    var thread = Thread.ofPlatform().start(stored);
    await().until(() -> google.requests("GET /drive/v3/files/made-") == 1);
    assertThat(google.paths()).hasSize(1);

    thread.interrupt();

    await().untilAsserted(() -> assertThat(google.paths()).isEmpty());
  }

  @Test
  void anInterruptEndsWhatIsNeverAnswered() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var drive = drive("demo", "http://127.0.0.1:" + mute.getLocalPort() + "/");
      var checked =
          new FutureTask<>(
              () -> {
                drive.check();
                return "";
              });
      var thread = Thread.ofPlatform().start(checked);
      mute.accept().getInputStream().read();

      thread.interrupt();

      assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
          .isThrownBy(checked::get)
          .withCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void anInterruptInTheMiddleIsNoFailureOfTheDrive() {
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () -> drive().store(Dumps.of(dump), NAME, bytes -> Thread.currentThread().interrupt()));
    assertThat(google.sessions()).isZero();
    assertThat(google.paths()).isEmpty();
  }

  @Test
  void noTokenStandsInTheLogHoweverMuchItSays() throws Exception {
    var log = new ByteArrayOutputStream();
    var handler = new StreamHandler(log, new SimpleFormatter());
    handler.setLevel(Level.ALL);
    var loggers = new ArrayList<Logger>();
    for (var name : List.of("com.google", "sun.net.www", "jdk", "io.backupman", "java")) {
      var logger = Logger.getLogger(name);
      logger.setLevel(Level.ALL);
      logger.addHandler(handler);
      logger.setUseParentHandlers(false);
      loggers.add(logger);
    }
    try {
      google.revoke(false);
      google.next(1, "POST /token", refusing(503, "backendError"));
      google.next(1, UPLOAD, refusing(503, "backendError"));
      store().call();
      google.next(1, "GET /drive/v3/about", refusing(403, "canary-first-refresh"));
      fails(() -> drive().check());
    } finally {
      for (var logger : loggers) {
        logger.removeHandler(handler);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
      }
      handler.close();
    }
    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("canary");
  }

  @Test
  void describesItself() {
    assertThat(drive().label()).isEqualTo("My Google Drive");
    assertThat(drive().provider()).isEqualTo("google_drive");
  }

  @Test
  void manyAtOnceShareOneFreshToken() throws Exception {
    google.revoke(false);
    var failures = Collections.synchronizedList(new ArrayList<Throwable>());
    var drive = drive();
    var threads =
        java.util.stream.IntStream.range(0, 8)
            .mapToObj(
                i ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              try {
                                drive.check();
                              } catch (Exception e) {
                                failures.add(e);
                              }
                            }))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(google.requests("POST /token")).isEqualTo(1);
  }

  private interface Storing {
    String call() throws Exception;
  }

  private Storing store() {
    return () -> drive().store(Dumps.of(dump), NAME, bytes -> {});
  }

  private static org.assertj.core.api.ThrowableAssertAlternative<DriveException> fails(
      Storing storing) {
    return fails((ThrowingCallable) storing::call);
  }

  private static org.assertj.core.api.ThrowableAssertAlternative<DriveException> fails(
      ThrowingCallable call) {
    return assertThatExceptionOfType(DriveException.class).isThrownBy(call);
  }

  @Test
  void goesByAProxyWhichIsBlamedWhereItRefuses() throws Exception {
    try (var proxy = ProxyServer.leadingTo(URI.create(google.url()).getPort())) {
      drive("http://google.example/", proxy).check();

      assertThat(proxy.heads()).isNotEmpty().allMatch(head -> head.contains("google.example/"));
    }
    try (var proxy = ProxyServer.refusing("HTTP/1.1 403 Forbidden\r\n\r\n")) {
      fails(() -> drive("https://google.example/", proxy).check())
          .withMessageContaining(
              "The proxy %s refused the connection to google.example:443: it answered 403"
                  .formatted(proxy.address()));
    }
  }

  private GoogleDrive drive(String url, ProxyServer proxy) {
    var network =
        Network.of(
            new ProxySettings(
                Optional.of(ProxyAddress.parse(proxy.url())), false, Optional.empty()),
            Map.of());
    return new GoogleDrive(
        new GoogleDriveSettings("My Google Drive", "demo", clientSecret, token),
        new GoogleTransport(network, Duration.ofSeconds(60)),
        secrets::add,
        new GoogleDrive.Tuning(url, Duration.ofMillis(1), CHUNK),
        clock);
  }

  private GoogleDrive drive() {
    return drive("demo");
  }

  private GoogleDrive drive(String name) {
    return drive(name, google.url());
  }

  private GoogleDrive drive(String name, String url) {
    return new GoogleDrive(
        new GoogleDriveSettings("My Google Drive", name, clientSecret, token),
        new GoogleTransport(Network.DIRECT, Duration.ofSeconds(60)),
        secrets::add,
        new GoogleDrive.Tuning(url, Duration.ofMillis(1), CHUNK),
        clock);
  }
}

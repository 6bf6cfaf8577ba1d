package io.backupman.core.drive.google;

import static io.backupman.core.testing.GoogleStandIn.refusing;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.source.Dump;
import io.backupman.core.testing.Dumps;
import io.backupman.core.testing.GoogleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Copies on the stand-in for Google Drive, when all goes well. */
class GoogleDriveTest extends GoogleDriveFixture {

  GoogleDriveTest() throws IOException {}

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
    google.put(NAME.toUpperCase(Locale.ROOT), demo.id(), "text/plain", new byte[1]);
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
        IntStream.range(0, 8)
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
}

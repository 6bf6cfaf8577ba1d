package io.backupman.core.drive.google;

import static io.backupman.core.testing.GoogleStandIn.breaking;
import static io.backupman.core.testing.GoogleStandIn.refusing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.testing.Dumps;
import io.backupman.net.testing.ProxyServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Google, and the way to it, may do wrong. */
class GoogleFaultTest extends GoogleDriveFixture {

  GoogleFaultTest() throws IOException {}

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
  void aFileThatSomebodyElseIsRemovingIsAsGoodAsGone() throws Exception {
    var path = drive().store(Dumps.of(dump), "copy", bytes -> {});
    google.next(1, "DELETE /drive", refusing(404, "notFound"));
    drive().delete(path);

    google.next(1, "DELETE /drive", refusing(403, "insufficientFilePermissions"));
    fails(() -> drive().delete(path)).withMessageContaining("insufficientFilePermissions");
  }

  @Test
  void aServiceThatIsAwayMayComeBack() {
    google.close();
    fails(store())
        .withMessageStartingWith("Google Drive could not be reached while looking for the folder")
        .matches(DriveException::isPassing);
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
}

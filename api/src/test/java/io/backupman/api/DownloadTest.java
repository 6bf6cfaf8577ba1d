package io.backupman.api;

import static io.backupman.api.StoredCopy.CONTENT;
import static io.backupman.api.StoredCopy.DOWNLOAD;
import static io.backupman.api.StoredCopy.LINK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.api.ApiSettings.Limits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent of a copy, and to whom. */
class DownloadTest {
  /** More than the sockets between the two ends take in. */
  private static final int LARGE = 100_000_000;

  private static final String TAG = "\"" + Samples.DRIVE_FILE + "-42-1751450700000\"";

  private final RunningApi api = RunningApi.start();

  @BeforeEach
  void backup() {
    StoredCopy.add(api);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void sendsTheWholeFileToWhoHasAKey() {
    var answer = api.get(DOWNLOAD);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(CONTENT);
    assertThat(header(answer, "Content-Length")).isEqualTo("42");
    assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
    assertThat(header(answer, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"a.sql.gz\"");
    assertThat(header(answer, "ETag")).isEqualTo(TAG);
    assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-cache");
    assertThat(answer.headers().firstValue("Transfer-Encoding")).isEmpty();
  }

  @Test
  void tellsByHeadWhatGetWouldSend() {
    var answer = api.send(api.requestWithKey(DOWNLOAD).method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Length")).isEqualTo("42");
    assertThat(header(answer, "ETag")).isEqualTo(TAG);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 9",
    "bytes=10-, 10, 41",
    "bytes=-2, 40, 41",
    "bytes=-100, 0, 41",
    "bytes=0-, 0, 41",
    "bytes=41-41, 41, 41",
    "bytes=40-999999999999999999, 40, 41",
    "'Bytes = 3-4', 3, 4"
  })
  void sendsTheAskedPart(String range, int first, int last) {
    var answer = api.send(api.requestWithKey(DOWNLOAD).header("Range", range));

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(header(answer, "Content-Range")).isEqualTo("bytes %d-%d/42".formatted(first, last));
    assertThat(answer.body()).isEqualTo(CONTENT.substring(first, last + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,5-6",
        "bytes=9-3",
        "bytes=-",
        "bytes=a-b",
        "lines=1-2",
        "bytes=99999999999999999999-"
      })
  void sendsTheWholeFileIfTheRangeIsNotOnePart(String range) {
    var answer = api.send(api.requestWithKey(DOWNLOAD).header("Range", range));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=42-", "bytes=100-200", "bytes=-0"})
  void saysHowLongTheFileIsIfTheRangeLiesBeyondIt(String range) {
    var answer = api.send(api.requestWithKey(DOWNLOAD).header("Range", range));

    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(header(answer, "Content-Range")).isEqualTo("bytes */42");
    assertThat(answer.body()).contains("The file has 42 bytes");
  }

  @Test
  void goesOnOnlyWithTheSameVersion() {
    var same = api.requestWithKey(DOWNLOAD).header("Range", "bytes=40-").header("If-Range", TAG);
    var other =
        api.requestWithKey(DOWNLOAD).header("Range", "bytes=40-").header("If-Range", "\"other\"");

    assertThat(api.send(same).body()).isEqualTo("ab");
    assertThat(api.send(other).body()).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-None-Match | TAG | 304",
        "If-None-Match | W/TAG | 304",
        "If-None-Match | \"x\", TAG | 304",
        "If-None-Match | * | 304",
        "If-None-Match | \"x\" | 200",
        "If-Match | TAG | 200",
        "If-Match | * | 200",
        "If-Match | W/TAG | 412",
        "If-Match | \"x\" | 412"
      })
  void heedsWhichVersionTheClientHas(String name, String value, int status) {
    var answer = api.send(api.requestWithKey(DOWNLOAD).header(name, value.replace("TAG", TAG)));

    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void needsAKeyOrALink() {
    assertThat(api.send(api.request(DOWNLOAD)).statusCode()).isEqualTo(401);
    assertThat(api.send(api.request(LINK)).statusCode()).isEqualTo(401);
    assertThat(api.send(api.request(DOWNLOAD).header("X-Api-Key", "wrong")).statusCode())
        .isEqualTo(401);
  }

  @Test
  void aRangeIsForGetAlone() {
    var head =
        api.requestWithKey(DOWNLOAD)
            .header("Range", "bytes=100-")
            .method("HEAD", BodyPublishers.noBody());

    assertThat(api.send(head).statusCode()).isEqualTo(200);
  }

  @Test
  void aCopyThatIsGoneOrDamagedIsSaid() {
    api.drive.files.put("/storage/a.sql.gz", new byte[5]);
    assertThat(api.get(DOWNLOAD).statusCode()).isEqualTo(503);
    assertThat(api.get(DOWNLOAD).body()).contains("has 5 bytes, but 42 were stored");
    api.drive.files.clear();
    assertThat(api.get(DOWNLOAD).body()).contains("/storage/a.sql.gz is not there.");
    assertThat(api.get(LINK).statusCode()).isEqualTo(503);
  }

  @Test
  void anUnknownCopyIsNotFound() {
    assertThat(api.get(DOWNLOAD.replace("d1f1", "0000")).statusCode()).isEqualTo(404);
    assertThat(api.get("/api/backups/x/download").statusCode()).isEqualTo(404);
    assertThat(api.post(DOWNLOAD, "").statusCode()).isEqualTo(405);
  }

  @Test
  void aCopyThatEndsTooEarlyBreaksTheConnection() {
    api.drive.reading = in -> failingAfter(in, 10);

    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> api.get(DOWNLOAD));
    assertThat(api.get("/ping").statusCode()).isEqualTo(200);
  }

  /** A request has 300 ms in all here; each byte that goes out gives it 30 s more. */
  @Test
  void aSlowDownloadGoesOnBeyondTheTimeForOtherRequests() {
    try (var impatient = impatient(Limits.USUAL.silence(), Duration.ofMillis(300))) {
      impatient.drive.files.put("/storage/a.sql.gz", CONTENT.getBytes(UTF_8));
      impatient.drive.reading = DownloadTest::slow;
      assertThat(impatient.get(DOWNLOAD).body()).isEqualTo(CONTENT);
    }
  }

  @Test
  void aClientThatTakesNothingIsHungUpOn() throws IOException {
    var closed = new CountDownLatch(1);
    try (var impatient = impatient(Duration.ofMillis(500), Duration.ofSeconds(60))) {
      impatient.backups.backups.clear();
      impatient.backups.backups.add(Samples.finished(LARGE));
      impatient.drive.files.put("/storage/a.sql.gz", new byte[LARGE]);
      impatient.drive.reading = in -> tellingWhenClosed(in, closed);
      try (var socket = impatient.connect()) {
        socket
            .getOutputStream()
            .write(
                "GET %s HTTP/1.1\r\nHost: a\r\nX-Api-Key: %s\r\n\r\n"
                    .formatted(DOWNLOAD, RunningApi.USER_KEY)
                    .getBytes(UTF_8));
        await().until(() -> closed.getCount() == 0);
      }
    }
  }

  private static RunningApi impatient(Duration silence, Duration request) {
    var usual = Limits.USUAL;
    var api =
        RunningApi.start(
            new Limits(
                usual.bodyBytes(),
                usual.connections(),
                usual.requests(),
                silence,
                request,
                usual.grace()));
    api.backups.backups.add(Samples.finished());
    return api;
  }

  private static InputStream tellingWhenClosed(InputStream in, CountDownLatch closed) {
    return new FilterInputStream(in) {
      @Override
      public void close() {
        closed.countDown();
      }
    };
  }

  private static InputStream slow(InputStream in) {
    return new FilterInputStream(in) {
      private final CountDownLatch never = new CountDownLatch(1);

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
          never.await(30, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          throw new IOException("interrupted", e);
        }
        return super.read(bytes, offset, Math.min(length, 1));
      }
    };
  }

  private static InputStream failingAfter(InputStream in, int count) {
    return new FilterInputStream(in) {
      private int left = count;

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
          throw new IOException("The disk is gone.");
        }
        var read = super.read(bytes, offset, Math.min(length, left));
        left -= read;
        return read;
      }
    };
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}

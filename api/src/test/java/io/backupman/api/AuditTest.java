package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.api.RunningApi.DatabaseAway;
import io.backupman.core.audit.Actor;
import io.backupman.core.audit.AuditAction;
import io.backupman.core.audit.AuditEntry;
import io.backupman.core.audit.AuditQuery;
import io.backupman.core.request.RequestProblem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who did what: what is recorded, and how it is looked up. */
class AuditTest {
  private static final String BACKUPS = "/api/backups";
  private static final String BACKUP = BACKUPS + "/" + Samples.BACKUP;
  private static final String AUDIT = "/api/admin/audit";

  private final RunningApi api = RunningApi.start();

  @BeforeEach
  void backup() {
    StoredCopy.add(api);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      value = {
        "POST   | /api/backups | - | start_backup | - | 202",
        "POST   | /api/backups | {'Labels':['MySQL 1','Ночной']} | start_backup | MySQL 1, Ночной | 202",
        "POST   | /api/backups/%B/cancel | - | cancel_backup | %B | 202",
        "POST   | /api/backups/%B/retry | - | retry_backup | %B | 202",
        "POST   | /api/backups/%B/retry | {'x':1} | retry_backup | %B | 400",
        "DELETE | /api/backups/%B | - | delete_backup | %B | 204",
        "DELETE | /api/backups/x | - | delete_backup | x | 404",
        "GET    | /api/backups/%B/generate-download-url | - | make_download_url | %B | 200",
        "GET    | /api/backups/%F/download | - | download_backup | %F | 200",
        "POST   | /api/admin/reports/%R/resend | - | resend_report | %R | 202",
        "POST   | /api/admin/reports/resend | { 'Since': '2025-07-01T00:00:00Z', 'DryRun': true } "
            + "| resend_reports | {'Since':'2025-07-01T00:00:00Z','DryRun':true} | 202",
        "POST   | /api/admin/notifiers/chat%%20room/test | - | test_notifier | chat room | 200",
        "POST   | /api/admin/notifiers/reload | - | reload_notifiers | - | 200",
      })
  void recordsWhoDidWhatAndHowItWasAnswered(
      String method,
      String path,
      @Nullable String body,
      String action,
      @Nullable String subject,
      int status) {
    var answer =
        api.send(
            api.request(filled(path))
                .header("X-Api-Key", RunningApi.ADMIN_KEY)
                .method(
                    method,
                    body == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(body.replace('\'', '"'))));

    assertThat(answer.statusCode()).isEqualTo(status);
    var entry = ended();
    assertThat(entry.at()).isEqualTo(Samples.TEN);
    assertThat(entry.id().version()).isEqualTo(7);
    assertThat(entry.actor()).isEqualTo("ops");
    assertThat(entry.address()).isEqualTo("127.0.0.1");
    assertThat(entry.action()).isEqualTo(action);
    assertThat(entry.subject())
        .isEqualTo(subject == null ? null : filled(subject).replace('\'', '"'));
    assertThat(entry.status()).isEqualTo(status);
  }

  private static String filled(String text) {
    return text.replace("%B", Samples.BACKUP.toString())
        .replace("%F", Samples.DRIVE_FILE.toString())
        .replace("%R", Samples.REPORT.toString())
        .replace("%%", "%");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/backups",
    "GET,/api/backups/b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b",
    "GET,/api/reports",
    "GET,/api/notifiers",
    "GET,/api/admin/audit",
    "HEAD,/api/backups/d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1c/download",
    "HEAD,/api/backups/b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b/generate-download-url",
    "PUT,/api/backups",
  })
  void whoLooksIsNotRecorded(String method, String path) {
    var answer =
        api.send(
            api.request(path)
                .header("X-Api-Key", RunningApi.ADMIN_KEY)
                .method(method, BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isIn(200, 405);
    assertThat(api.audit.entries).isEmpty();
  }

  @Test
  void whoIsRefusedByTheKeyIsNotRecorded() {
    assertThat(api.send(api.request(BACKUP).DELETE()).statusCode()).isEqualTo(401);
    assertThat(api.send(withUserKey(AUDIT)).statusCode()).isEqualTo(403);
    assertThat(api.send(api.request(StoredCopy.DOWNLOAD)).statusCode()).isEqualTo(401);
    assertThat(api.send(api.request(StoredCopy.DOWNLOAD + "?signature=x")).statusCode())
        .isEqualTo(403);

    assertThat(api.audit.entries).isEmpty();
  }

  @Test
  void aBodyThatSaysNothingIsNotRecorded() {
    assertThat(api.post(BACKUPS, "{\"Labels\":7}").statusCode()).isEqualTo(400);
    assertThat(api.post(BACKUPS, "{").statusCode()).isEqualTo(400);

    assertThat(api.audit.entries).isEmpty();
    assertThat(api.backups.started).isEmpty();
  }

  @Test
  void aLinkIsItsOwnersAndADownloadThroughItNobodysKey() {
    var url = api.get(StoredCopy.LINK).body().replaceAll(".*\"Url\":\"([^\"]*)\".*", "$1");
    assertThat(ended().actor()).isEqualTo("ci");
    api.audit.entries.clear();

    assertThat(api.send(HttpRequest.newBuilder(URI.create(url))).statusCode()).isEqualTo(200);

    assertThat(ended().actor()).isEqualTo(Actor.byLink("").name()).isEqualTo("download link");
    assertThat(ended().subject()).isEqualTo(Samples.DRIVE_FILE.toString());
  }

  @Test
  void aPartOfACopyIsHandedOutToo() {
    var answer = api.send(api.requestWithKey(StoredCopy.DOWNLOAD).header("Range", "bytes=0-3"));

    assertThat(answer.body()).isEqualTo("0123");
    assertThat(ended().status()).isEqualTo(206);
  }

  @Test
  void aDownloadThatBrokeOffHasNoStatus() {
    api.drive.reading = AuditTest::withoutADisk;
    try (var log = CapturedLog.of("io.backupman", Level.INFO)) {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> api.get(StoredCopy.DOWNLOAD));

      await()
          .untilAsserted(
              () ->
                  assertThat(log.text())
                      .contains(
                          "Audit: ci at 127.0.0.1, download_backup " + Samples.DRIVE_FILE + "."));
    }
    // The client may have asked again by itself.
    assertThat(api.audit.entries).extracting(AuditEntry::status).containsOnlyNulls();
  }

  private static InputStream withoutADisk(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        throw new IOException("The disk is gone.");
      }
    };
  }

  @Test
  void whatCannotBeRecordedIsNotDone() {
    api.audit.beginProblem = new DatabaseAway("It is away.");

    for (var answer :
        new HttpResponse<?>[] {
          api.post(BACKUPS, ""),
          api.post(BACKUP + "/cancel", ""),
          api.delete(BACKUP),
          api.get(StoredCopy.DOWNLOAD),
          api.get(StoredCopy.LINK),
          api.post("/api/admin/reports/" + Samples.REPORT + "/resend", "")
        }) {
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
    assertThat(api.backups.started).isEmpty();
    assertThat(api.backups.cancelled).isEmpty();
    assertThat(api.backups.removed).isEmpty();
    assertThat(api.reports.resends).isEmpty();
  }

  @Test
  void anEntryIsThereBeforeAnythingIsDone() {
    api.backups.onRemove =
        () -> {
          assertThat(api.audit.entries)
              .singleElement()
              .extracting(AuditEntry::status)
              .isEqualTo(null);
          throw RequestProblem.conflict("It runs.");
        };

    assertThat(api.delete(BACKUP).statusCode()).isEqualTo(409);
    assertThat(ended().status()).isEqualTo(409);
  }

  @Test
  void whatFailedIsRecordedWithTheStatusOfItsProblem() {
    api.backups.onControl =
        () -> {
          throw new DatabaseAway("It is away.");
        };
    assertThat(api.post(BACKUP + "/cancel", "").statusCode()).isEqualTo(503);
    assertThat(ended().status()).isEqualTo(503);
    api.audit.entries.clear();

    api.backups.onControl =
        () -> {
          throw new IllegalStateException("A bug");
        };
    assertThat(api.post(BACKUP + "/retry", "").statusCode()).isEqualTo(500);
    assertThat(ended().status()).isEqualTo(500);
  }

  @Test
  void theLogHasALineOfEach() {
    try (var log = CapturedLog.of("io.backupman", Level.INFO)) {
      assertThat(api.post(BACKUP + "/cancel", "").statusCode()).isEqualTo(202);
      assertThat(api.post("/api/admin/notifiers/reload", "").statusCode()).isEqualTo(200);

      await()
          .untilAsserted(
              () ->
                  assertThat(log.text())
                      .contains(
                          "Audit: ops at 127.0.0.1, cancel_backup "
                              + Samples.BACKUP
                              + ", status 202.")
                      .contains("Audit: ops at 127.0.0.1, reload_notifiers, status 200."));
    }
  }

  @Test
  void thatAStatusCannotBeRecordedChangesNothing() {
    api.audit.endProblem = new DatabaseAway("It is away.");
    try (var log = CapturedLog.of("io.backupman", Level.INFO)) {
      assertThat(api.post(BACKUP + "/cancel", "").statusCode()).isEqualTo(202);
      assertThat(api.post(BACKUP + "/cancel", "").statusCode()).isEqualTo(202);

      await().untilAsserted(() -> assertThat(log.text()).contains("That status is not recorded"));
    }
    assertThat(api.audit.entries).extracting(AuditEntry::status).containsOnlyNulls();
  }

  @Test
  void isListed() {
    var id = UUID.fromString("0197ca30-4f80-7000-8000-000000000001");
    api.audit.entries.add(
        new AuditEntry(id, Samples.TEN, "ops", "192.0.2.1", "cancel_backup", "b4c3f1a0", 202));
    api.audit.entries.add(
        new AuditEntry(
            Samples.REPORT, Samples.TEN, "command line (root)", null, "start_backup", null, null));
    api.audit.next = Samples.REPORT;

    var answer = api.send(withAdminKey(AUDIT));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            ("{'Results':[{'Id':'%s','At':'2025-07-02T10:00:00Z','Actor':'ops',"
                    + "'Address':'192.0.2.1','Action':'cancel_backup','Subject':'b4c3f1a0',"
                    + "'Status':202},{'Id':'%s','At':'2025-07-02T10:00:00Z',"
                    + "'Actor':'command line (root)','Address':null,'Action':'start_backup',"
                    + "'Subject':null,'Status':null}],'Next':'%s'}")
                .replace('\'', '"')
                .formatted(id, Samples.REPORT, Samples.REPORT));
    assertThat(api.audit.lastQuery).isEqualTo(AuditQuery.newest(100));
  }

  @Test
  void everyParameterReachesTheStore() {
    var answer =
        api.send(
            withAdminKey(
                AUDIT
                    + "?limit=5&after="
                    + Samples.REPORT
                    + "&actor=command+line+%28root%29&action=delete_backup"
                    + "&since=2025-07-01T00:00:00Z&until=2025-07-02T02:00:00%2B02:00"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(api.audit.lastQuery)
        .isEqualTo(
            new AuditQuery(
                5,
                Samples.REPORT,
                "command line (root)",
                AuditAction.DELETE_BACKUP,
                Instant.parse("2025-07-01T00:00:00Z"),
                Instant.parse("2025-07-02T00:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "action=paint, The query parameter 'action' is one of start_backup",
    "limit=0, The query parameter 'limit' is",
    "status=202, The query parameter 'status' is not known; there are limit",
  })
  void aWrongParameterIsNamed(String query, String sentence) {
    var answer = api.send(withAdminKey(AUDIT + "?" + query));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(sentence);
  }

  private HttpRequest.Builder withUserKey(String path) {
    return api.requestWithKey(path);
  }

  private HttpRequest.Builder withAdminKey(String path) {
    return api.request(path).header("X-Api-Key", RunningApi.ADMIN_KEY);
  }

  /** The only entry, once it has its status: the client may see the answer before that. */
  private AuditEntry ended() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(api.audit.entries)
                    .singleElement()
                    .extracting(AuditEntry::status)
                    .isNotNull());
    return api.audit.entries.getFirst();
  }
}

package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.BackupOperations.Running;
import io.backupman.core.backup.BackupOperations.Started;
import io.backupman.core.backup.BackupProgress;
import io.backupman.core.backup.BackupProgress.Copy;
import io.backupman.core.backup.BackupProgress.Phase;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.request.RequestProblem;
import io.backupman.notifier.spi.BackupStatus;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupsTest {
  private static final String FINISHED =
      "{\"Id\":\"b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b\",\"Status\":\"finished\","
          + "\"Label\":\"MySQL 1\",\"DumpPath\":null,\"CreatedAt\":\"2025-07-02T10:00:00Z\","
          + "\"UpdatedAt\":\"2025-07-02T10:05:00Z\",\"DriveFiles\":[{"
          + "\"Id\":\"d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1c\","
          + "\"BackupId\":\"b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b\",\"Provider\":\"local\","
          + "\"Label\":\"Локальный 💾\",\"Path\":\"/storage/a.sql.gz\",\"Status\":\"finished\","
          + "\"CreatedAt\":\"2025-07-02T10:00:00Z\",\"UpdatedAt\":\"2025-07-02T10:05:00Z\","
          + "\"SizeBytes\":42,\"Error\":null}],\"Provider\":\"mysql\",\"Trigger\":\"schedule\","
          + "\"StartedAt\":\"2025-07-02T10:00:00.250Z\",\"FinishedAt\":\"2025-07-02T10:05:00Z\","
          + "\"SizeBytes\":42,\"Sha256\":\""
          + "ab".repeat(32)
          + "\",\"Error\":null,\"ReportId\":\"a0000000-0000-4000-8000-000000000001\","
          + "\"Warning\":\"It is small.\",\"Verification\":{\"Status\":\"verified\","
          + "\"Tables\":12,\"Rows\":34567,\"Detail\":null}}";

  private static final String PENDING =
      "{\"Id\":\"b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b\",\"Status\":\"pending\","
          + "\"Label\":\"MySQL 1\",\"DumpPath\":null,\"CreatedAt\":\"2025-07-02T10:00:00Z\","
          + "\"UpdatedAt\":null,\"DriveFiles\":[],\"Provider\":\"mysql\",\"Trigger\":\"manual\","
          + "\"StartedAt\":null,\"FinishedAt\":null,\"SizeBytes\":null,\"Sha256\":null,"
          + "\"Error\":null,\"ReportId\":null,\"Warning\":null,\"Verification\":null}";

  private final RunningApi api = RunningApi.start();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void anEmptyListHasNoNextPage() {
    var answer = api.get("/api/backups");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"Results\":[],\"Next\":null}");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
    assertThat(api.backups.lastQuery).isEqualTo(BackupQuery.newest(100));
  }

  @Test
  void oneThatRunsHereSaysHowFarItHasCome() {
    api.backups.backups.add(Samples.pending());
    api.backups.progress =
        new BackupProgress(Phase.COPYING, 5000, List.of(new Copy("Local", 700, 1000)));

    var answer = api.get("/api/backups/" + Samples.BACKUP);

    assertThat(answer.body())
        .isEqualTo(
            PENDING.replaceFirst(
                "}$",
                ",\"Progress\":{\"Phase\":\"copying\",\"DumpedBytes\":5000,\"Drives\":"
                    + "[{\"Label\":\"Local\",\"StoredBytes\":700,\"TotalBytes\":1000}]}}"));
  }

  @Test
  void aCancelledBackupIsAnsweredAsItIsNow() {
    api.backups.backups.add(Samples.finished());

    var answer = api.post("/api/backups/" + Samples.BACKUP + "/cancel", "");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo(FINISHED);
    assertThat(api.backups.cancelled).containsExactly(Samples.BACKUP);
  }

  @Test
  void aRetriedBackupIsAnsweredAsItIsNow() {
    api.backups.backups.add(Samples.finished());

    var answer = api.post("/api/backups/" + Samples.BACKUP + "/retry", "");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo(FINISHED);
    assertThat(api.backups.retried).containsExactly(Samples.BACKUP);
    assertThat(api.get("/api/backups/" + Samples.BACKUP + "/retry").statusCode()).isEqualTo(405);
  }

  @Test
  void aBackupThatHasEndedCannotBeCancelled() {
    api.backups.onControl =
        () -> {
          throw RequestProblem.conflict("The backup has ended already.");
        };

    var answer = api.post("/api/backups/" + Samples.BACKUP + "/cancel", "{}");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("\"Error\":\"The backup has ended already.\"");
  }

  @Test
  void aDeletedBackupIsAnsweredWithoutABody() {
    var answer = api.delete("/api/backups/" + Samples.BACKUP);

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(api.backups.removed).containsExactly(Samples.BACKUP);
  }

  @Test
  void aBackupThatCannotBeDeletedNowIsSaid() {
    api.backups.onRemove =
        () -> {
          throw RequestProblem.unavailable("Local: It is not mounted.");
        };

    var answer = api.delete("/api/backups/" + Samples.BACKUP);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"Error\":\"Local: It is not mounted.\"");
  }

  @Test
  void theListShowsBackupsWithAllMembersInOrderAndWhereItGoesOn() {
    api.backups.backups.add(Samples.finished());
    api.backups.next = Samples.BACKUP;

    assertThat(api.get("/api/backups").body())
        .isEqualTo(
            "{\"Results\":[" + FINISHED + "],\"Next\":\"b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b\"}");
  }

  @Test
  void everyFilterReachesTheStore() {
    var answer =
        api.get(
            "/api/backups?limit=7&after=b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b&status=failed"
                + "&label=MySQL%201%20%F0%9F%92%BE&since=2025-07-02T10:00:00%2B02:00"
                + "&until=2025-07-03T00:00:00.5Z");

    assertThat(answer.body()).contains("Results");
    assertThat(api.backups.lastQuery)
        .isEqualTo(
            new BackupQuery(
                7,
                Samples.BACKUP,
                BackupStatus.FAILED,
                "MySQL 1 💾",
                Instant.parse("2025-07-02T08:00:00Z"),
                Instant.parse("2025-07-03T00:00:00.5Z")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=0|The query parameter 'limit' is a whole number from 1 to 1000.",
        "limit=1001|The query parameter 'limit' is a whole number from 1 to 1000.",
        "limit=-1|The query parameter 'limit' is a whole number from 1 to 1000.",
        "limit=99999999999999999999|The query parameter 'limit' is a whole number from 1 to 1000.",
        "limit=ten|The query parameter 'limit' is a whole number from 1 to 1000.",
        "limit=|The query parameter 'limit' is empty; leave it out, or give it a value.",
        "after=1-1-1-1-1|The query parameter 'after' is a UUID.",
        "status=done|The query parameter 'status' is one of pending, finished, failed.",
        "since=yesterday|The query parameter 'since' is a time such as 2025-07-02T10:00:00Z"
            + " (RFC 3339; write + of an offset as %2B).",
        "until=2025-07-02|The query parameter 'until' is a time such as 2025-07-02T10:00:00Z"
            + " (RFC 3339; write + of an offset as %2B).",
        "limit=1&limit=2|The query parameter 'limit' stands twice.",
        "status|The query parameter 'status' is empty; leave it out, or give it a value.",
        "lable=x|The query parameter 'lable' is not known; there are limit, after, status, label,"
            + " since, until.",
      })
  void aQueryThatIsNotUnderstoodIsRefusedWithASentence(String query, String sentence) {
    var answer = api.get("/api/backups?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\""
                + sentence
                + "\",\"Error\":\""
                + sentence
                + "\"}");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(api.backups.lastQuery).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void bothEndsOfTheLimitAreAllowed(int limit) {
    assertThat(api.get("/api/backups?limit=" + limit).statusCode()).isEqualTo(200);
    assertThat(api.backups.lastQuery).isEqualTo(BackupQuery.newest(limit));
  }

  @Test
  void oneBackupIsShown() {
    api.backups.backups.add(Samples.finished());

    var answer = api.get("/api/backups/" + Samples.BACKUP);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(FINISHED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000-0000-4000-8000-000000000000", "1-1-1-1-1", "x", "%F0%9F%92%BE"})
  void aBackupThatDoesNotExistIsNotFound(String id) {
    api.backups.backups.add(Samples.finished());

    var answer = api.get("/api/backups/" + id);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("\"Error\":\"There is no backup with this id.\"");
  }

  @Test
  void headTellsTheLengthAndKeepsTheConnectionUsable() throws Exception {
    api.backups.backups.add(Samples.finished());
    var request = "%s /api/backups/%s HTTP/1.1\r\nHost: x\r\nX-Api-Key: %s\r\n%s\r\n";

    var answers =
        api.raw(
            request.formatted("HEAD", Samples.BACKUP, RunningApi.USER_KEY, "")
                + request.formatted(
                    "GET", Samples.BACKUP, RunningApi.USER_KEY, "Connection: close\r\n"));

    var parts = answers.split("\r\n\r\n", -1);
    int length = FINISHED.getBytes(StandardCharsets.UTF_8).length;
    assertThat(parts).hasSize(3);
    assertThat(parts[0]).startsWith("HTTP/1.1 200 OK").contains("Content-Length: " + length);
    assertThat(parts[1]).startsWith("HTTP/1.1 200 OK");
    assertThat(parts[2]).isEqualTo(FINISHED);
  }

  @Test
  void startingWithoutABodyStartsAllDataSources() {
    api.backups.onStart = () -> new Started(List.of(Samples.pending()), List.of());

    var answer =
        api.send(
            api.request("/api/backups")
                .header("X-Api-Key", RunningApi.USER_KEY)
                .POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo(
            "{\"Message\":\"Backup started\",\"Results\":[" + PENDING + "],\"AlreadyRunning\":[]}");
    assertThat(api.backups.started).containsExactly(List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"Labels\":null}", "  { }  ", ""})
  void aBodyThatNamesNoLabelsStartsAllDataSources(String body) {
    assertThat(api.post("/api/backups", body).statusCode()).isEqualTo(202);
    assertThat(api.backups.started).containsExactly(List.of());
  }

  @Test
  void onlyTheNamedDataSourcesAreStartedAndTheRunningOnesTold() {
    var running = UUID.fromString("a0000000-0000-4000-8000-000000000009");
    api.backups.onStart =
        () -> new Started(List.of(Samples.pending()), List.of(new Running("Käse", running)));

    var answer = api.post("/api/backups", "{\"Labels\":[\"MySQL 1\",\"Käse\"]}");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body())
        .endsWith(
            "\"AlreadyRunning\":[{\"Label\":\"Käse\","
                + "\"Id\":\"a0000000-0000-4000-8000-000000000009\"}]}");
    assertThat(api.backups.started).containsExactly(List.of("MySQL 1", "Käse"));
  }

  @Test
  void anUnknownLabelIsABadRequest() {
    api.backups.onStart =
        () -> {
          throw RequestProblem.invalid("There is no data source 'X'; there are MySQL 1.");
        };

    var answer = api.post("/api/backups", "{\"Labels\":[\"X\"]}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"Error\":\"There is no data source 'X'; there are MySQL");
  }

  @Test
  void allRunningAlreadyIsAConflict() {
    api.backups.onStart =
        () -> {
          throw RequestProblem.conflict("A backup of each of them is running already.");
        };

    var answer = api.post("/api/backups", "");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Conflict\",\"status\":409,"
                + "\"detail\":\"A backup of each of them is running already.\","
                + "\"Error\":\"A backup of each of them is running already.\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Labels\":[]}|'Labels' is empty; name at least one, or leave it out for all.",
        "{\"Labels\":\"a\"}|'Labels' must be a list of texts, not a text.",
        "{\"Labels\":[\"a\",7]}|'Labels[1]' must be a text, not a number.",
        "{\"Labels\":[null]}|'Labels[0]' must be a text, not null.",
        "{\"labels\":[\"a\"]}|The member 'labels' is not known; there are Labels.",
        "[]|The body must be a JSON object, not a list.",
        "{\"Labels\":[|The body is not valid JSON at line 1, column",
        "{} {}|The body is not valid JSON at line 1, column",
        "{\"Labels\":null,\"Labels\":null}|The body is not valid JSON at line 1, column",
        "Labels=a|The body is not valid JSON at line 1, column",
      })
  void aBodyThatIsNotUnderstoodIsRefusedWithASentence(String body, String sentence) {
    var answer = api.post("/api/backups", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"detail\":\"" + sentence).doesNotContain("jackson");
    assertThat(api.backups.started).isEmpty();
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() throws Exception {
    var answer =
        api.send(
            api.request("/api/backups")
                .header("X-Api-Key", RunningApi.USER_KEY)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofByteArray(
                        new byte[] {'{', '"', 'L', (byte) 0xFF, '"', ':', '1', '}'})));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("The body is not valid JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "multipart/form-data", "nonsense", ";"})
  void aBodyOfAnotherContentTypeIsRefused(String type) {
    var answer =
        api.send(
            api.request("/api/backups")
                .header("X-Api-Key", RunningApi.USER_KEY)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).contains("Content-Type: application/json");
    assertThat(api.backups.started).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/json",
        "application/x-www-form-urlencoded"
      })
  void jsonIsRecognisedHoweverItIsWritten(String type) {
    var answer =
        api.send(
            api.request("/api/backups")
                .header("X-Api-Key", RunningApi.USER_KEY)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"Labels\":[\"a\"]}")));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(api.backups.started).containsExactly(List.of("a"));
  }
}

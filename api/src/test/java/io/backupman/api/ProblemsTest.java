package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.api.problem.TransportProblems;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportRequest;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final RunningApi api = RunningApi.start();

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/pingx",
        "/apix",
        "/api/nothing",
        "/api/backups/b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b/nothing",
        "/api/admin/notifiers",
        "/openapi/json",
        "/observe/health"
      })
  void thereIsNothingAtOtherAddresses(String path) {
    var answer = api.send(api.request(path).header("X-Api-Key", RunningApi.ADMIN_KEY));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                + "\"detail\":\"There is nothing at this address.\","
                + "\"Error\":\"There is nothing at this address.\"}");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST|/ping|GET, HEAD",
        "DELETE|/health|GET, HEAD",
        "PUT|/api/backups|GET, HEAD, POST",
        "OPTIONS|/api/backups|GET, HEAD, POST",
        "POST|/api/backups/b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b|GET, HEAD, DELETE",
        "POST|/api/reports|GET, HEAD",
        "PATCH|/api/reports/b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b|GET, HEAD",
        "POST|/api/notifiers|GET, HEAD",
        "GET|/api/admin/reports/b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b/resend|POST",
        "GET|/api/admin/notifiers/reload|POST",
      })
  void aWrongMethodIsToldTheRightOnes(String method, String path, String allow) {
    var answer =
        api.send(
            api.request(path)
                .header("X-Api-Key", RunningApi.ADMIN_KEY)
                .method(method, BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue(allow);
    assertThat(answer.body())
        .contains("\"Error\":\"" + method + " is not possible here; use " + allow + ".\"");
  }

  @Test
  void anUnexpectedFailureSaysNothingButWhereToLook() {
    api.backups.onList =
        () -> {
          throw new IllegalStateException("SELECT password FROM users");
        };
    try (var log = CapturedLog.of("", Level.ALL)) {
      var answer = api.get("/api/backups");

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .startsWith("{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",")
          .contains("Something went wrong inside Backupman; its log says more under ")
          .doesNotContain("SELECT", "IllegalState", "io.backupman", "\tat ");
      var id = ID.matcher(answer.body());
      assertThat(id.find()).isTrue();
      assertThat(log.text()).contains(id.group()).contains("SELECT password FROM users");
    }
  }

  @Test
  void anErrorOfTheVirtualMachineIsAnsweredLikeAnyOther() {
    api.backups.onList =
        () -> {
          throw new StackOverflowError("deep");
        };

    assertThat(api.get("/api/backups").statusCode()).isEqualTo(500);
    api.backups.onList = () -> {};
    assertThat(api.get("/api/backups").statusCode()).isEqualTo(200);
  }

  @Test
  void aDatabaseThatIsAwayIsToldApartFromABug() {
    api.backups.onList =
        () -> {
          throw new RunningApi.DatabaseAway("jdbc:mariadb://10.0.0.7 refused");
        };

    var answer = api.get("/api/backups");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
    assertThat(answer.body()).contains("cannot reach its own database").doesNotContain("10.0.0.7");
  }

  @Test
  void aConnectionStaysUsableAfterErrors() throws IOException {
    var head = " HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + RunningApi.USER_KEY + "\r\n";
    var answers =
        api.raw(
            "GET /api/backups?limit=0"
                + head
                + "\r\n"
                + "POST /api/backups"
                + head
                + "Content-Length: 3\r\n\r\n{x}"
                + "PUT /api/backups"
                + head
                + "Content-Length: 0\r\n\r\n"
                + "HEAD /api/nothing"
                + head
                + "\r\n"
                + "GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answers.lines().filter(line -> line.contains("HTTP/1.1 ")).map(ProblemsTest::status))
        .containsExactly("400", "400", "405", "404", "200");
    assertThat(answers).endsWith("{\"message\":\"pong\"}");
  }

  @ParameterizedTest
  @CsvSource({"PUT /api/backups,405", "POST /api/nothing,404", "GET /ping,200"})
  void aConnectionEndsWithTheAnswerToABodyThatNobodyWants(String request, String status)
      throws IOException {
    var answer =
        api.raw(
            "%s HTTP/1.1\r\nHost: x\r\nX-Api-Key: %s\r\nContent-Length: 3\r\n\r\nabcGET /ping HTTP/1.1\r\nHost: x\r\n\r\n"
                .formatted(request, RunningApi.USER_KEY));

    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .contains("Connection: close\r\n")
        .containsOnlyOnce("HTTP/1.1 ");
  }

  private static String status(String line) {
    return line.substring(line.indexOf("HTTP/1.1 ") + 9).substring(0, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET\r\n\r\n",
        "GET /ping SMTP/1.1\r\nHost: x\r\n\r\n",
        "GET /p\"ing HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /ping HTTP/1.1\r\n\r\n",
        "GET /ping HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /ping HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        "GET /ping HTTP/1.1\r\nHost: x\r\nBad Name: 1\r\n\r\n",
        "POST /ping HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
        "POST /api/backups HTTP/1.1\r\nHost: x\r\nX-Api-Key: user-key-0f3c\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      })
  void malformedHttpIsAProblemThatShowsNothingOfTheInside(String bytes) throws IOException {
    var answer = api.raw(bytes);

    assertThat(answer)
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains("Content-Type: application/problem+json\r\n")
        .contains("Connection: close\r\n")
        .containsPattern(
            "\r\n\r\n\\{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                + "\"detail\":\"([^\"]+)\",\"Error\":\"\\1\"}$")
        .doesNotContain("helidon", "Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/0.9", "HTTP/1.0", "HTTP/2.0"})
  void aClientOfAnotherVersionIsToldWhichOneAndTheSettingOfNginx(String version)
      throws IOException {
    assertThat(api.raw("GET /ping " + version + "\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 505 ")
        .contains("Only HTTP/1.1 is spoken here", "proxy_http_version 1.1;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "100000000", "ffffffff", "\n", "0\r\nx"})
  void aMalformedChunkEndsTheConnectionAlsoWhenTheClientWantsThat(String chunk) throws IOException {
    var answer =
        api.raw(
            "POST /api/backups HTTP/1.1\r\nHost: x\r\nX-Api-Key: %s\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n"
                .formatted(RunningApi.USER_KEY, chunk));

    assertThat(answer).startsWith("HTTP/1.1 400 Bad Request\r\n").contains("\"Error\":");
    assertThat(api.backups.started).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/ping,405", "/api/backups,401", "/nothing,404"})
  void aMalformedBodyThatNobodyWantsEndsTheConnection(String path, String status)
      throws IOException {
    var answer =
        api.raw(
            "POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
                .formatted(path));

    assertThat(answer).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void aBodyThatWaitsToBeWantedAndIsNotEndsTheConnection() throws IOException {
    var answer =
        api.raw(
            "POST /ping HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 405 ").doesNotContain("100 Continue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1",
        "Content-Length: +3",
        "Content-Length: 99999999999999999999",
        "Content-Length: 0\r\nContent-Length: 3",
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: identity",
      })
  void aRequestWhoseEndIsNotCertainIsRefusedAndNothingAfterItIsRead(String headers)
      throws IOException {
    var answer =
        api.raw(
            "POST /ping HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n0\r\n\r\nGET /ping HTTP/1.1\r\nHost: x\r\n\r\n"
                .formatted(headers));

    assertThat(answer).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
  }

  @Test
  void aTransferCodingThatIsNotKnownIsRefusedAndNothingAfterItIsRead() throws IOException {
    var answer =
        api.raw(
            "POST /ping HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\nGET /ping HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 501 ")
        .containsOnlyOnce("HTTP/1.1 5")
        .contains("send it as it is, or in chunks");
  }

  @Test
  void anEscapeInTheQueryThatIsNoneIsABadRequest() throws IOException {
    var answer =
        api.raw(
            "GET /api/backups?label=%%zz HTTP/1.1\r\nHost: x\r\nX-Api-Key: %s\r\nConnection: close\r\n\r\n"
                .formatted(RunningApi.USER_KEY));

    assertThat(answer).startsWith("HTTP/1.1 400").contains("write % as %25");
  }

  @Test
  void anEndlessFirstLineAndEndlessHeadersAreCutOff() throws IOException {
    assertThat(api.raw("GET /" + "a".repeat(5000)))
        .startsWith("HTTP/1.1 414 ")
        .contains("too long");
    assertThat(api.raw("GET /ping HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(20_000)))
        .startsWith("HTTP/1.1 4")
        .contains("application/problem+json");
  }

  @Test
  void whatFailsBeforeRoutingIsAnsweredWithWhatFindsItInTheLog() {
    try (var log = CapturedLog.of("io.backupman", Level.ALL)) {
      var answer =
          TransportProblems.handlers()
              .handler(EventType.INTERNAL_ERROR)
              .handle(
                  TransportRequest.empty(),
                  EventType.INTERNAL_ERROR,
                  Status.INTERNAL_SERVER_ERROR_500,
                  ServerResponseHeaders.create(),
                  "Internal error");

      var body = new String(answer.entity().orElseThrow(), StandardCharsets.UTF_8);
      var id = ID.matcher(body).results().findFirst().orElseThrow().group();
      assertThat(log.text()).contains("A request failed (" + id + ")");
      assertThat(answer.keepAlive()).isFalse();
    }
  }

  @Test
  void keysAreNeverLoggedHoweverMuchIs() throws IOException {
    api.backups.onList =
        () -> {
          throw new IllegalStateException("wrong");
        };
    try (var log = CapturedLog.of("", Level.ALL)) {
      api.get("/api/backups");
      api.post("/api/backups", "{");
      api.send(
          api.request("/api/backups").header("Authorization", "Bearer " + RunningApi.ADMIN_KEY));
      api.raw("GET /ping HTTP/1.1\r\nX-Api-Key: " + RunningApi.USER_KEY + "\r\nno colon\r\n\r\n");

      assertThat(log.text())
          .isNotEmpty()
          .doesNotContain(RunningApi.USER_KEY)
          .doesNotContain(RunningApi.ADMIN_KEY);
    }
  }
}

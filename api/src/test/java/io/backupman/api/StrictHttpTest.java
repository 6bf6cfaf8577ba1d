package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written in a request's first line, headers and chunks is what is done, or nothing is. */
@Timeout(60)
class StrictHttpTest {
  private static final String HEADERS =
      "Host: x\r\nX-Api-Key: " + RunningApi.ADMIN_KEY + "\r\nConnection: close\r\n";

  private final RunningApi api = RunningApi.start();

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HELP\r\n", "GET /ping HTTP/1.1\nHost: x\n"})
  void whatIsNoRequestIsAnsweredBeforeMoreComes(String beginning) throws IOException {
    assertThat(api.raw(beginning)).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/backups/#x/retry",
        "/api/backups#",
        "/api/backups?#",
        "/api/backups#?x=y",
        "/api/backups;x/retry",
        "/api/backups/;x",
        "/api/backups;/",
        "/api;x/backups",
        "/api//backups",
        "/api/backups//",
        "/x/../api/backups",
        "/api/x/../backups",
        "/api/x/%2e%2e/backups",
        "/api/x/.%2E/backups",
        "/api/./backups",
        "/api/%2e/backups",
        "/api/backups/.",
        "/api/backups/x/..",
        "/api/backups/x/%2e%2e",
        "/api/backups/..%2fbackups",
        "/api%2Fbackups",
        "/api/backups%2F",
        "/api/backups%3Bx",
        "/api/backups%00",
        "/api/backups%0a",
        "/api/backups/%0d%0aX",
        "/api/backups/\u0000",
        "/api/backups\\",
        "/api\\backups",
        "/api/backups%5C",
        "/api/backups/%",
        "/api/backups/%2",
        "/api/backups/%zz",
        "/api/backups/\u00e9",
        "/api/backups?x=\u00e9",
        "*",
        "api/backups",
        "?/api/backups",
        "http:/api/backups",
        "http:///api/backups",
        "http://x/api//backups",
        "//api//backups",
        "//api/backups//",
        "http://x/y/../api/backups",
        "http://x#/api/backups",
        "http://u@x/api/backups",
        "ftp://x/api/backups",
        "x:80",
      })
  void aTargetThatIsNoneIsRefused(String target) throws IOException {
    try (var log = CapturedLog.of("", Level.INFO)) {
      assertThat(
              api.raw("POST " + target + " HTTP/1.1\r\n" + HEADERS + "Content-Length: 0\r\n\r\n"))
          .startsWith("HTTP/1.1 400 ")
          .contains("Content-Type: application/problem+json\r\n");
      assertThat(log.text()).isEmpty();
    }
    assertThat(api.backups.started).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/backups%23x/retry",
        "/api/backups%23",
        "/api/backups%3F",
        "/api/backups%252F",
        "/api/backups/%252e%252e/backups",
        "/api/BACKUPS",
        "/API/backups",
        "/api/backups/...",
        "/api/backups%20",
        "/api/backups+",
        "/api/backups:",
      })
  void aNameThatIsAnotherLeadsNowhere(String target) throws IOException {
    assertThat(api.raw("POST " + target + " HTTP/1.1\r\n" + HEADERS + "Content-Length: 0\r\n\r\n"))
        .matches("(?s)HTTP/1.1 40[45] .*");
    assertThat(api.backups.started).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/ping,200",
    "/ping/,200",
    "http://other.example/ping,200",
    "HTTPS://other.example:8443/ping?x=y,200",
    "http://other.example,404",
    "http://other.example?x,404",
    "/%70ing,200",
    "/api/backups/,200",
    "//api/backups,200",
    "///ping,200",
    "http://x//api/backups,200",
    "/api/%62ackups,200"
  })
  void aTargetOfEveryFormIsUnderstood(String target, String status) throws IOException {
    assertThat(api.raw("GET " + target + " HTTP/1.1\r\n" + HEADERS + "\r\n"))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  void aLongPathIsRead() throws IOException {
    try (var log = CapturedLog.of("", Level.INFO)) {
      for (var path : List.of("/" + "a".repeat(4000), "/" + "%41".repeat(1300))) {
        assertThat(api.raw("GET " + path + " HTTP/1.1\r\n" + HEADERS + "\r\n"))
            .startsWith("HTTP/1.1 404 ");
      }
      assertThat(log.text()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET /pi", "GET /ping HTTP/1.1\r\nHost: a\r\n", "GET /ping HTTP/1.1\r\nHo"})
  void aClientThatEndsWithinItsHeadersIsNoFailure(String beginning) throws IOException {
    try (var log = CapturedLog.of("", Level.INFO);
        var socket = api.connect()) {
      socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();

      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
      assertThat(log.text()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "Get", "gET", "G(T", "1GET", "\u0001GET"})
  void aMethodThatIsNoneIsRefused(String method) throws IOException {
    assertThat(api.raw(method + " /ping HTTP/1.1\r\n" + HEADERS + "\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("capitals");
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT,host:80,405",
    "CONNECT,/ping,405",
    "CONNECT,*,405",
    "OPTIONS,*,404",
    "TRACE,/ping,405",
    "PROPFIND,/api/backups,405",
    "M-SEARCH,/ping,405",
    "BREW,/nothing,404",
    "GET,host:80,400",
    "GET,*,400",
    "PRI,*,400",
  })
  void anOddRequestIsAnsweredAndNotLogged(String method, String target, String status)
      throws IOException {
    try (var log = CapturedLog.of("", Level.INFO)) {
      assertThat(api.raw(method + " " + target + " HTTP/1.1\r\n" + HEADERS + "\r\n"))
          .startsWith("HTTP/1.1 " + status);
      assertThat(log.text()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {": x", " : x", " folded: x", "A : x", "A\tB: x", "A\u0000: x"})
  void aHeaderWithoutAProperNameIsRefused(String header) throws IOException {
    assertThat(api.raw("GET /ping HTTP/1.1\r\n" + HEADERS + header + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2;a=b\r\n{}\r\n0\r\n\r\n",
        "2 ; a = \"b\" ;c\r\n{}\r\n0;last\r\n\r\n",
        "1\r\n{\r\n1;x\r\n}\r\n0\r\nX-Checksum: 1\r\nExpires:\r\n\r\n",
        "0002\r\n{}\r\n000\r\n\r\n",
      })
  void chunksMayHaveExtensionsAndTrailers(String body) throws IOException {
    var answers =
        api.raw(
            "POST /api/backups HTTP/1.1\r\nHost: x\r\nX-Api-Key: %s\r\nTransfer-Encoding: chunked\r\n\r\n%sGET /ping HTTP/1.1\r\n%s\r\n"
                .formatted(RunningApi.USER_KEY, body, HEADERS));

    assertThat(answers).startsWith("HTTP/1.1 202 ").endsWith("{\"message\":\"pong\"}");
    assertThat(api.backups.started).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2x\r\n{}\r\n0\r\n\r\n",
        ";a\r\n{}\r\n0\r\n\r\n",
        "+2\r\n{}\r\n0\r\n\r\n",
        "0x2\r\n{}\r\n0\r\n\r\n",
        " 2\r\n{}\r\n0\r\n\r\n",
        "2;\u0001\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}xx0\r\n\r\n",
        "1\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}\r\n0\r\nno colon\r\n\r\n",
        "2\r\n{}\r\n0\r\n: x\r\n\r\n",
        "2\n{}\r\n0\r\n\r\n",
        "2\n{}",
      })
  void aChunkThatIsNoneIsRefused(String body) throws IOException {
    assertThat(
            api.raw(
                "POST /api/backups HTTP/1.1\r\n"
                    + HEADERS
                    + "Transfer-Encoding: chunked\r\n\r\n"
                    + body))
        .startsWith("HTTP/1.1 400 ");
    assertThat(api.backups.started).isEmpty();
  }

  @Test
  void extensionsAndTrailersHaveTheirBounds() throws IOException {
    var head = "POST /api/backups HTTP/1.1\r\n" + HEADERS + "Transfer-Encoding: chunked\r\n\r\n";

    assertThat(api.raw(head + "1;" + "a".repeat(5000))).startsWith("HTTP/1.1 400 ");
    assertThat(api.raw(head + ("1;" + "a".repeat(4000) + "\r\n \r\n").repeat(17)))
        .startsWith("HTTP/1.1 400 ");
    assertThat(api.raw(head + "0\r\n" + ("A: " + "a".repeat(4000) + "\r\n").repeat(17)))
        .startsWith("HTTP/1.1 400 ");
  }
}

package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.api.ApiSettings.Limits;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much one client may send, and how long it may take. */
@Timeout(60)
class LimitsTest {
  private static final String TOO_LARGE =
      "{\"type\":\"about:blank\",\"title\":\"Request Entity Too Large\",\"status\":413,"
          + "\"detail\":\"The body of the request is larger than this server takes.\","
          + "\"Error\":\"The body of the request is larger than this server takes.\"}";

  private static final String POST =
      "POST /api/backups HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + RunningApi.USER_KEY + "\r\n";

  @Test
  void aBodyThatAnnouncesToBeTooLargeIsRefusedBeforeItIsSent() throws IOException {
    try (var api = RunningApi.start()) {
      assertThat(api.raw(POST + "Content-Length: 1048577\r\n\r\n"))
          .startsWith("HTTP/1.1 413 ")
          .contains("Content-Type: application/problem+json\r\n")
          .endsWith(TOO_LARGE);
      assertThat(api.backups.started).isEmpty();
    }
  }

  @Test
  void aChunkedBodyThatGrowsTooLargeIsRefused() throws IOException {
    try (var api = RunningApi.start();
        var socket = api.connect()) {
      var out = socket.getOutputStream();
      out.write(RawClient.bytes(POST + "Transfer-Encoding: chunked\r\n\r\n"));
      for (int i = 0; i < 16; i++) {
        out.write(RawClient.bytes("10000\r\n" + " ".repeat(0x10000) + "\r\n"));
      }
      out.write(RawClient.bytes("1\r\n"));

      assertThat(RawClient.readAll(socket)).startsWith("HTTP/1.1 413 ").endsWith(TOO_LARGE);
      assertThat(api.backups.started).isEmpty();
    }
  }

  @Test
  void aBodyOfJustTheLimitIsTaken() {
    try (var api = RunningApi.start()) {
      var json = "{}" + " ".repeat((1 << 20) - 2);

      assertThat(api.post("/api/backups", json).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void aClientThatSendsItsBodyByDropsIsCutOff() throws IOException {
    try (var api = RunningApi.start(quick(Duration.ofMillis(400)))) {
      drip(api, POST + "Content-Length: 100000\r\n\r\n");
      assertThat(api.backups.started).isEmpty();
    }
  }

  @Test
  void aClientThatSendsItsHeadersByDropsIsCutOff() throws IOException {
    try (var api = RunningApi.start(quick(Duration.ofMillis(400)))) {
      drip(api, "GET /ping HTTP/1.1\r\nHost: ");
    }
  }

  @Test
  void aClientThatSendsAnUnwantedBodyByDropsIsCutOff() throws IOException {
    try (var api = RunningApi.start(quick(Duration.ofMillis(400)))) {
      drip(api, "POST /ping HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
    }
  }

  @Test
  void aClientThatSendsItsFirstLineByDropsIsCutOff() throws IOException {
    try (var api = RunningApi.start(quick(Duration.ofSeconds(30)))) {
      drip(api, "GET /");
    }
  }

  @Test
  void aClientThatNeverReadsItsAnswersIsCutOffAndIsNoFailure() throws IOException {
    try (var log = CapturedLog.of("", Level.INFO)) {
      try (var api = RunningApi.start(quick(Duration.ofMillis(400)));
          var socket = api.connectWithLittleRoom()) {
        assertThat(
                RawClient.writeUntilClosed(
                    socket, RawClient.bytes(RawClient.PING.repeat(1000)), 100_000))
            .isTrue();
      }
      assertThat(log.text()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /pi", "GET /ping HTTP/1.1\r\nHo"})
  void aClientThatFallsSilentAfterAnAnswerGetsNoOtherAndIsNoFailure(String more)
      throws IOException {
    try (var log = CapturedLog.of("", Level.INFO)) {
      try (var api = RunningApi.start(quick(Duration.ofSeconds(30)))) {
        assertThat(api.raw(RawClient.PING + more)).containsOnlyOnce("HTTP/1.1 ");
      }
      assertThat(log.text()).isEmpty();
    }
  }

  @Test
  void aConnectionWithoutRequestsIsClosed() throws IOException {
    try (var api = RunningApi.start(quick(Duration.ofSeconds(30)));
        var socket = api.connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static Limits quick(Duration request) {
    return new Limits(1 << 20, 100, 100, Duration.ofMillis(700), request, Duration.ofMillis(400));
  }

  /** Sends a beginning and then a byte every 100 ms, until the server closes the connection. */
  private static void drip(RunningApi api, String beginning) throws IOException {
    try (var socket = api.connect()) {
      socket.getOutputStream().write(RawClient.bytes(beginning));
      socket.setSoTimeout(100);
      for (int i = 0; i < 150; i++) {
        if (closedWhileSending(socket)) {
          return;
        }
      }
      throw new AssertionError("The server still listens to a client that sends byte by byte.");
    }
  }

  private static boolean closedWhileSending(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write('a');
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }
}

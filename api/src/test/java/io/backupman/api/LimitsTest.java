package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.api.ApiSettings.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LimitsTest {
  private static final String TOO_LARGE =
      "{\"type\":\"about:blank\",\"title\":\"Request Entity Too Large\",\"status\":413,"
          + "\"detail\":\"The body of the request is larger than this server takes.\","
          + "\"Error\":\"The body of the request is larger than this server takes.\"}";

  private static final String POST =
      "POST /api/backups HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + RunningApi.USER_KEY + "\r\n";

  private static final String PING = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n";

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
      out.write(bytes(POST + "Transfer-Encoding: chunked\r\n\r\n"));
      for (int i = 0; i < 16; i++) {
        out.write(bytes("10000\r\n" + " ".repeat(0x10000) + "\r\n"));
      }
      out.write(bytes("1\r\n"));

      assertThat(readAll(socket)).startsWith("HTTP/1.1 413 ").endsWith(TOO_LARGE);
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
    try (var api = RunningApi.start(quick(Duration.ofSeconds(1)))) {
      drip(api, POST + "Content-Length: 100000\r\n\r\n");
      assertThat(api.backups.started).isEmpty();
    }
  }

  @Test
  void aClientThatSendsItsHeadersByDropsIsCutOff() throws IOException {
    try (var api = RunningApi.start(quick(Duration.ofSeconds(1)))) {
      drip(api, "GET /ping HTTP/1.1\r\nHost: ");
    }
  }

  @Test
  void aClientThatSendsAnUnwantedBodyByDropsIsCutOff() throws IOException {
    try (var api = RunningApi.start(quick(Duration.ofSeconds(1)))) {
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
      try (var api = RunningApi.start(quick(Duration.ofSeconds(1)));
          var socket = api.connect()) {
        assertThat(writeUntilClosed(socket, bytes(PING.repeat(1000)), 100_000)).isTrue();
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
        assertThat(api.raw(PING + more)).containsOnlyOnce("HTTP/1.1 ");
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

  @Test
  void aRequestThatIsOneTooManyIsToldToComeBack() throws Exception {
    var one =
        new Limits(1 << 20, 100, 1, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ZERO);
    var entered = new CountDownLatch(1);
    var leave = new Semaphore(0);
    try (var api = RunningApi.start(one);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      api.backups.onList =
          () -> {
            entered.countDown();
            leave.acquireUninterruptibly();
          };
      var first = threads.submit(() -> api.get("/api/backups").statusCode());
      assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

      var second = api.get("/api/backups");

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(second.body()).contains("Too many requests");
      for (var path :
          List.of("/ping", "/health", "/observe/health/live", "/observe/health/ready")) {
        assertThat(api.send(api.request(path)).statusCode()).as(path).isEqualTo(200);
      }
      assertThat(api.send(api.request("/api/backups")).statusCode()).isEqualTo(401);
      leave.release();
      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }

  @Test
  void clientsThatSayNothingKeepNobodyOut() throws IOException {
    try (var api = RunningApi.start(narrow())) {
      var silent = new ArrayList<Socket>();
      for (int i = 0; i < 200; i++) {
        silent.add(api.connect());
        silent.getLast().getOutputStream().write(bytes(i % 2 == 0 ? "" : "GET /ping HTTP/1.1\r\n"));
        if (i % 10 == 0) {
          assertThat(ping(api)).startsWith("HTTP/1.1 200 ");
        }
      }
      assertThat(api.get("/api/backups").statusCode()).isEqualTo(200);
      for (var socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void bodiesThatComeSlowlyAndWithoutAKeyKeepNobodyOut() throws IOException {
    try (var api = RunningApi.start(narrow())) {
      var slow = new ArrayList<Socket>();
      for (int i = 0; i < 100; i++) {
        slow.add(api.connect());
        var path = i % 2 == 0 ? "/ping" : "/api/backups";
        var request = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na";
        slow.getLast().getOutputStream().write(bytes(request));
      }

      assertThat(ping(api)).startsWith("HTTP/1.1 200 ");
      assertThat(api.get("/api/backups").statusCode()).isEqualTo(200);
      assertThat(readAll(slow.getLast())).startsWith("HTTP/1.1 401 ").contains("Connection: close");
      for (var socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void clientsThatSendMoreThanIsReadKeepNobodyOut() throws IOException {
    try (var api = RunningApi.start(narrow())) {
      var greedy = new ArrayList<Socket>();
      var wrong = "GET /api/backups HTTP/1.1\r\nHost: x\r\nX-Api-Key: wrong\r\n\r\n".repeat(2000);
      for (int i = 0; i < 32; i++) {
        greedy.add(api.connect());
        greedy.getLast().getOutputStream().write(bytes(wrong));
      }

      // Under such a load some are turned away; they come again.
      await().ignoreExceptions().until(() -> ping(api).startsWith("HTTP/1.1 200 "));
      await().ignoreExceptions().until(() -> api.get("/api/backups").statusCode() == 200);
      for (var socket : greedy) {
        socket.close();
      }
    }
  }

  @Test
  void clientsThatReadNoAnswerKeepNobodyOut() throws Exception {
    try (var api = RunningApi.start(narrow());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var many = bytes("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000));
      var greedy = new ArrayList<Socket>();
      for (int i = 0; i < 16; i++) {
        var socket = api.connect();
        greedy.add(socket);
        var unused = threads.submit(() -> writeUntilClosed(socket, many, 100_000));
      }

      assertThat(ping(api)).startsWith("HTTP/1.1 200 ");
      assertThat(api.get("/api/backups").statusCode()).isEqualTo(200);
      for (var socket : greedy) {
        socket.close();
      }
    }
  }

  @Test
  void clientsThatAskWithoutEndKeepNobodyOut() throws Exception {
    var many = bytes("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000));
    var greedy = new ArrayList<Socket>();
    try (var api = RunningApi.start(narrow())) {
      for (int i = 0; i < 16; i++) {
        var socket = api.connect();
        greedy.add(socket);
        Thread.ofPlatform().daemon().start(() -> ask(socket, many));
        Thread.ofPlatform().daemon().start(() -> listen(socket));
      }
      // Under such a load some are turned away; they come again.
      for (int i = 0; i < 5; i++) {
        await().ignoreExceptions().until(() -> ping(api).startsWith("HTTP/1.1 200 "));
      }
    } finally {
      for (var socket : greedy) {
        socket.close();
      }
    }
  }

  private static void ask(Socket socket, byte[] many) {
    try {
      writeUntilClosed(socket, many, 100_000);
    } catch (IOException e) {
      // The server has hung up.
    }
  }

  private static void listen(Socket socket) {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The server has hung up.
    }
  }

  @Test
  void whoAnswersARequestWithAKeyDoesNotGiveWay() throws Exception {
    var entered = new CountDownLatch(1);
    var leave = new Semaphore(0);
    try (var api = RunningApi.start(narrow());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      api.backups.onList =
          () -> {
            entered.countDown();
            leave.acquireUninterruptibly();
          };
      var first = threads.submit(() -> api.get("/api/backups").statusCode());
      assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
      var silent = new ArrayList<Socket>();
      for (int i = 0; i < 100; i++) {
        silent.add(api.connect());
      }
      assertThat(ping(api)).startsWith("HTTP/1.1 200 ");

      leave.release();

      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(200);
      for (var socket : silent) {
        socket.close();
      }
    }
  }

  private static String ping(RunningApi api) throws IOException {
    return api.raw("GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  private static Limits narrow() {
    return new Limits(
        1 << 20, 16, 8, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(1));
  }

  @Test
  void manyClientsAtOnceEachGetTheirOwnAnswer() throws Exception {
    try (var api = RunningApi.start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      api.backups.backups.add(Samples.finished());
      var tasks = new ArrayList<Callable<String>>();
      IntStream.range(0, 400)
          .forEach(
              i ->
                  tasks.add(
                      i % 2 == 0
                          ? () -> api.get("/api/backups/" + Samples.BACKUP).statusCode() + "/even"
                          : () -> api.get("/api/backups?limit=0").statusCode() + "/odd"));

      var answers = new ArrayList<String>();
      for (var future : threads.invokeAll(tasks, 40, TimeUnit.SECONDS)) {
        answers.add(future.get());
      }

      assertThat(answers.stream().filter("200/even"::equals)).hasSize(200);
      assertThat(answers.stream().filter("400/odd"::equals)).hasSize(200);
    }
  }

  private static Limits quick(Duration request) {
    return new Limits(1 << 20, 100, 100, Duration.ofSeconds(2), request, Duration.ofSeconds(1));
  }

  /** Sends a beginning and then a byte every 100 ms, until the server closes the connection. */
  private static void drip(RunningApi api, String beginning) throws IOException {
    try (var socket = api.connect()) {
      socket.getOutputStream().write(bytes(beginning));
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

  private static boolean writeUntilClosed(Socket socket, byte[] bytes, int times)
      throws IOException {
    try {
      for (int i = 0; i < times; i++) {
        socket.getOutputStream().write(bytes);
      }
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  /** Reads what came before the connection was closed, even if it was reset. */
  private static String readAll(Socket socket) throws IOException {
    var text = new StringBuilder();
    InputStream in = socket.getInputStream();
    try {
      for (int c = in.read(); c >= 0; c = in.read()) {
        text.append((char) c);
      }
    } catch (SocketException e) {
      // The server does not wait for the rest of a body that it has refused.
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

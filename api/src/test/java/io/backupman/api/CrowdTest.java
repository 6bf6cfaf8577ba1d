package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.api.ApiSettings.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients at once: none keeps the others out. */
@Timeout(60)
class CrowdTest {
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
    try (var api = RunningApi.start(narrow());
        var silent = new Crowd(api)) {
      for (int i = 0; i < 200; i++) {
        silent.join(i % 2 == 0 ? "" : "GET /ping HTTP/1.1\r\n");
        if (i % 10 == 0) {
          assertThat(ping(api)).startsWith("HTTP/1.1 200 ");
        }
      }
      assertThat(api.get("/api/backups").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void bodiesThatComeSlowlyAndWithoutAKeyKeepNobodyOut() throws IOException {
    try (var api = RunningApi.start(narrow());
        var slow = new Crowd(api)) {
      for (int i = 0; i < 100; i++) {
        var path = i % 2 == 0 ? "/ping" : "/api/backups";
        var request = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na";
        slow.join(request);
      }

      assertThat(ping(api)).startsWith("HTTP/1.1 200 ");
      assertThat(api.get("/api/backups").statusCode()).isEqualTo(200);
      assertThat(RawClient.readAll(slow.newest()))
          .startsWith("HTTP/1.1 401 ")
          .contains("Connection: close");
    }
  }

  @Test
  void clientsThatSendMoreThanIsReadKeepNobodyOut() throws IOException {
    try (var api = RunningApi.start(narrow());
        var greedy = new Crowd(api)) {
      var wrong = "GET /api/backups HTTP/1.1\r\nHost: x\r\nX-Api-Key: wrong\r\n\r\n".repeat(2000);
      for (int i = 0; i < 32; i++) {
        greedy.join(wrong);
      }

      // Under such a load some are turned away; they come again.
      await().ignoreExceptions().until(() -> ping(api).startsWith("HTTP/1.1 200 "));
      await().ignoreExceptions().until(() -> api.get("/api/backups").statusCode() == 200);
    }
  }

  @Test
  void clientsThatReadNoAnswerKeepNobodyOut() throws Exception {
    try (var api = RunningApi.start(narrow());
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var greedy = new Crowd(api)) {
      var many = RawClient.bytes("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000));
      for (int i = 0; i < 16; i++) {
        var socket = greedy.join();
        var unused = threads.submit(() -> RawClient.writeUntilClosed(socket, many, 100_000));
      }

      assertThat(ping(api)).startsWith("HTTP/1.1 200 ");
      assertThat(api.get("/api/backups").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void clientsThatAskWithoutEndKeepNobodyOut() throws Exception {
    var many = RawClient.bytes("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000));
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
      RawClient.writeUntilClosed(socket, many, 100_000);
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
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var silent = new Crowd(api)) {
      api.backups.onList =
          () -> {
            entered.countDown();
            leave.acquireUninterruptibly();
          };
      var first = threads.submit(() -> api.get("/api/backups").statusCode());
      assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 100; i++) {
        silent.join();
      }
      assertThat(ping(api)).startsWith("HTTP/1.1 200 ");

      leave.release();

      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }

  /** Clients that stay connected until all of them leave. */
  private record Crowd(RunningApi api, List<Socket> sockets) implements AutoCloseable {
    Crowd(RunningApi api) {
      this(api, new ArrayList<>());
    }

    /** Connects one more, which says nothing. */
    Socket join() throws IOException {
      sockets.add(api.connect());
      return newest();
    }

    /** Connects one more, which says this. */
    void join(String words) throws IOException {
      join().getOutputStream().write(RawClient.bytes(words));
    }

    Socket newest() {
      return sockets.getLast();
    }

    @Override
    public void close() throws IOException {
      for (var socket : sockets) {
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
}

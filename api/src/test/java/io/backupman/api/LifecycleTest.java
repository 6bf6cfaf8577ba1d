package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.backupman.api.ApiSettings.Limits;
import io.backupman.core.audit.Audit;
import io.backupman.core.download.Downloads;
import io.backupman.core.notifier.Notifiers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifecycleTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final Semaphore leave = new Semaphore(0);

  @AfterEach
  void stop() {
    threads.close();
  }

  @Test
  void aRequestIsAnsweredBeforeTheFirstClientComes() {
    try (var log = CapturedLog.of("io.backupman.api", Level.FINE);
        var api = RunningApi.start()) {
      assertThat(log.text()).contains("The connection ends, as the answer has announced.");
      assertThat(api.server.port()).isPositive();
    }
  }

  @Test
  void closingLetsARunningRequestEnd() throws Exception {
    var api = RunningApi.start();
    var running = hold(api);
    int port = api.server.port();

    var closing = threads.submit(api.server::close);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> pingWithoutKeepAlive(api).startsWith("HTTP/1.1 503 "));
    assertThat(running.isDone()).isFalse();
    leave.release();

    assertThat(running.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    closing.get(20, TimeUnit.SECONDS);
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(IOException.class);
    api.close();
  }

  @Test
  void whileStoppingNewRequestsAreToldSo() throws Exception {
    try (var api = RunningApi.start()) {
      var running = hold(api);

      api.server.stopAccepting();
      var answer = api.raw("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(answer)
          .startsWith("HTTP/1.1 503 ")
          .contains("Retry-After: 5\r\n", "Connection: close\r\n", "Backupman is stopping");
      leave.release();
      assertThat(running.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void closingDoesNotWaitForIdleConnections() throws IOException {
    var api = RunningApi.start();
    try (var idle = api.connect()) {
      assertThat(api.get("/api/backups").statusCode()).isEqualTo(200);
      long start = System.nanoTime();

      api.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aPortInUseIsSaidInASentence() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var server = server("127.0.0.1", taken.getLocalPort());

      assertThatThrownBy(server::start)
          .isInstanceOf(ListenException.class)
          .hasMessage(
              "Cannot listen on 127.0.0.1 port %d: Address already in use. Stop what uses it, or"
                  + " choose another port (http.port, serve -p).",
              taken.getLocalPort());
      assertThat(server.port()).isEqualTo(-1);
      server.close();
    }
  }

  @Test
  void anAddressOfAnotherMachineIsSaidInASentence() {
    assertThatThrownBy(() -> server("192.0.2.1", 0).start())
        .isInstanceOf(ListenException.class)
        .hasMessageStartingWith("Cannot listen on 192.0.2.1 port 0: ");
  }

  @Test
  void anUnknownHostIsSaidInASentence() {
    assertThatThrownBy(() -> server("no such host", 0))
        .isInstanceOf(ListenException.class)
        .hasMessageStartingWith("http.host: no such host is not known on this machine");
  }

  @Test
  void closingTwiceDoesNoHarm() {
    var api = RunningApi.start();
    api.server.close();
    api.close();
    assertThat(api.server.port()).isEqualTo(-1);
  }

  private static String pingWithoutKeepAlive(RunningApi api) throws IOException {
    return api.raw("GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  private Future<HttpResponse<String>> hold(RunningApi api) throws InterruptedException {
    api.backups.onList =
        () -> {
          entered.countDown();
          leave.acquireUninterruptibly();
        };
    var running = threads.submit(() -> api.get("/api/backups"));
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
    return running;
  }

  private static ApiServer server(String host, int port) {
    var backups = new FakeBackups();
    var reports = new FakeReports();
    return new ApiServer(
        new ApiSettings(host, port, Optional.empty(), ApiKeys.of(List.of()), false, Limits.USUAL),
        new Build("1", "", ""),
        new Ports(
            new Ports.Backups(
                backups,
                backups,
                backups,
                new Downloads(backups, List.of(), () -> new byte[32], Clock.systemUTC())),
            new Ports.Reports(reports, reports, reports),
            new Ports.Notifiers(
                () -> Notifiers.NONE, () -> Notifiers.NONE, new FakeNotifierTester()),
            new Audit(new FakeAudit(), Clock.systemUTC()),
            () -> {
              throw new AssertionError();
            },
            FakeMetrics.idle(),
            thrown -> false),
        () -> {});
  }
}

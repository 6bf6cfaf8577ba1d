package io.backupman.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that may have 256 files open, and clients that hold connections for nothing. They come
 * within two seconds; all at once, they would be more than the operating system keeps waiting. For
 * how long is {@code -Dbackupman.flood.seconds}, how many is {@code -Dbackupman.flood.clients}. A
 * flood of at least a minute has the machine for itself, and expects probes to be answered in a
 * second.
 */
@Tag("thorough")
class FloodIT {
  private static final int SECONDS = Integer.getInteger("backupman.flood.seconds", 10);
  private static final int CLIENTS = Integer.getInteger("backupman.flood.clients", 1000);
  private static final int COMING_MILLIS = 2000;
  private static final int PATIENCE = SECONDS < 60 ? 10_000 : 1000;

  @TempDir private Path folder;
  private final AtomicLong connections = new AtomicLong();
  private final List<String> failedProbes = new ArrayList<>();
  private long slowest;
  private int probes;
  private int tries;

  @Test
  void aFloodOfConnectionsHoldsUpNeitherBackupsNorReportsNorProbes() throws Exception {
    try (var receiver = new Receiver().up();
        var server = BackupmanProcess.serveWithin(256, configured(receiver))) {
      flood(server.port());

      System.out.printf(
          "%d connections of %d clients; %d probes, %d times turned away; the slowest took %d ms.%n",
          connections.get(),
          CLIENTS,
          probes,
          tries - probes,
          TimeUnit.NANOSECONDS.toMillis(slowest));
      assertThat(failedProbes).isEmpty();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> server.get("/api/reports?delivery=pending").get("Results").isEmpty());
      var backups = server.get("/api/backups?limit=1000").get("Results");
      assertThat(backups.size()).isGreaterThanOrEqualTo(SECONDS / 5 - 1);
      assertThat(backups)
          .allSatisfy(backup -> assertThat(backup.get("Status").asText()).isEqualTo("finished"));
      assertThat(server.get("/api/reports?delivery=delivered&limit=1000").get("Results").size())
          .isGreaterThanOrEqualTo(backups.size());
      assertThat(receiver.received()).hasSizeGreaterThanOrEqualTo(backups.size());
      assertThat(server.backUp("Shop").get("Status").asText()).isEqualTo("finished");
      System.out.printf("%d backups, all reports arrived.%n", backups.size());
    }
  }

  private Path configured(Receiver receiver) {
    new Folder(folder)
        .withSample("shop.db")
        .configured(
            """
            data_sources: [{provider: sqlite, label: Shop, db_path: shop.db, cron: "*/5 * * * * *"}]
            drives: [{provider: local, label: Local, folder: ./storage}]
            notifiers:
              webhook:
                enabled: true
                endpoints: [{name: Receiver, url: "%s"}]
            """
                .formatted(receiver.url("/")));
    return folder;
  }

  private void flood(int port) throws InterruptedException {
    var end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    var clients = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        int kind = i % 3;
        long delay = (long) COMING_MILLIS * i / CLIENTS;
        var unused = clients.submit(() -> behave(kind, port, delay, end));
      }
      while (System.nanoTime() < end) {
        probe(port);
        TimeUnit.MILLISECONDS.sleep(200);
      }
    } finally {
      clients.shutdownNow();
    }
    assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  /** Connects anew whenever the server hangs up. */
  private Void behave(int kind, int port, long delayMillis, long end) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(delayMillis);
    while (System.nanoTime() < end) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
        connections.incrementAndGet();
        switch (kind) {
          case 0 -> socket.getInputStream().readAllBytes();
          case 1 -> sendSlowly(socket);
          default -> reset(socket);
        }
      } catch (IOException e) {
        // The server has hung up.
      }
      TimeUnit.SECONDS.sleep(2);
    }
    return null;
  }

  private static void sendSlowly(Socket socket) throws IOException, InterruptedException {
    var out = socket.getOutputStream();
    out.write("POST /ping HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n".getBytes(US_ASCII));
    for (int i = 0; i < 1000; i++) {
      out.write('a');
      TimeUnit.SECONDS.sleep(5);
    }
  }

  private static void reset(Socket socket) throws IOException, InterruptedException {
    socket.getOutputStream().write("GET /api/backups HTTP/1.1\r\n".getBytes(US_ASCII));
    TimeUnit.MILLISECONDS.sleep(500);
    socket.setSoLinger(true, 0);
  }

  /** A probe that is turned away without an answer comes again, within its time. */
  private void probe(int port) {
    long start = System.nanoTime();
    var answer = "";
    do {
      answer = probed(port);
    } while (answer.isEmpty() && System.nanoTime() - start < PATIENCE * 1_000_000L);
    long took = System.nanoTime() - start;
    slowest = Math.max(slowest, took);
    if (!answer.startsWith("HTTP/1.1 200 ") || took > PATIENCE * 1_000_000L) {
      failedProbes.add("after " + took / 1_000_000 + " ms: " + answer);
    }
    probes++;
  }

  private String probed(int port) {
    tries++;
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE);
      socket.setSoTimeout(PATIENCE);
      socket
          .getOutputStream()
          .write(
              "GET /observe/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (IOException e) {
      return ""; // the server has hung up, or does not answer
    }
  }
}

package io.backupman.server.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks servers for backups, again and again, whatever they answer. */
final class ServerLoad implements AutoCloseable {
  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<BackupmanProcess, AtomicInteger> accepted;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads;
  private volatile boolean stopping;

  ServerLoad(List<BackupmanProcess> servers) {
    accepted =
        servers.stream().collect(Collectors.toMap(Function.identity(), s -> new AtomicInteger()));
    threads = servers.stream().map(s -> Thread.ofVirtual().start(() -> askOn(s))).toList();
  }

  private void askOn(BackupmanProcess server) {
    try {
      while (!stopping) {
        ask(server);
        TimeUnit.MILLISECONDS.sleep(BETWEEN_REQUESTS.toMillis());
      }
    } catch (InterruptedException e) {
      // The test is over.
    }
  }

  private void ask(BackupmanProcess server) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/backups"))
            .timeout(Duration.ofMinutes(1))
            .header("X-Api-Key", "user-key")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 202) {
        JSON.readTree(answer.body())
            .get("Results")
            .forEach(backup -> acknowledged.add(backup.get("Id").asText()));
        count(server).incrementAndGet();
      }
    } catch (IOException e) {
      // It says which port it has before it listens.
    }
  }

  private AtomicInteger count(BackupmanProcess server) {
    return java.util.Objects.requireNonNull(accepted.get(server));
  }

  /** How many requests a server has accepted. */
  int accepted(BackupmanProcess server) {
    return count(server).get();
  }

  /** How many all have. */
  int accepted() {
    return accepted.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** The backups that an answer said were started. */
  Set<String> acknowledged() {
    return acknowledged;
  }

  /** Asks no more. */
  void stop() throws InterruptedException {
    stopping = true;
    for (var thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() {
    stopping = true;
    threads.forEach(Thread::interrupt);
  }
}

package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Runs one or more nodes, has them make backups as fast as they can, and kills them again and again
 * at random moments, also while they start.
 */
final class KillRounds implements AutoCloseable {
  private static final int SOURCES = 5;
  private static final int ENDPOINTS = 3;
  private static final int LONGEST_LIFE_MILLIS = 3_500;
  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final RandomGenerator random;
  private final int count;
  private final Map<Integer, BackupmanProcess> nodes = new HashMap<>();
  private final List<Kill> kills = new ArrayList<>();
  private final Set<String> acknowledged = new HashSet<>();

  KillRounds(Path folder, int nodes, RandomGenerator random) {
    this.folder = folder;
    this.random = random;
    this.count = nodes;
  }

  /** Writes the configuration of all nodes. */
  void configure(OwnDatabase database, MessageLog receiver) {
    var sources =
        IntStream.range(0, SOURCES)
            .mapToObj("  - {provider: sqlite, label: Shop %d, db_path: shop.db}%n"::formatted)
            .collect(Collectors.joining());
    var endpoints =
        IntStream.range(0, ENDPOINTS)
            .mapToObj(i -> "{name: e%d, url: '%s'}".formatted(i, receiver.url("/e" + i)))
            .collect(Collectors.joining(", "));
    new Folder(folder)
        .withSample("shop.db")
        .configured(
            database.yaml()
                + "data_sources:\n"
                + sources
                + "drives: [{provider: local, label: Local, folder: ./storage}]\n"
                + "notifiers: {webhook: {enabled: true, endpoints: ["
                + endpoints
                + "]}}\n"
                + "delivery: {retry_delays: ["
                + "PT0.3S, ".repeat(40)
                + "PT1S]}\n");
  }

  /** One life of the nodes, and the kill that ends it for at least one of them. */
  void round() throws InterruptedException {
    startMissing();
    if (random.nextInt(4) > 0) {
      nodes.values().forEach(BackupmanProcess::port);
    }
    var end = System.nanoTime() + random.nextInt(LONGEST_LIFE_MILLIS) * 1_000_000L;
    while (System.nanoTime() < end) {
      startBackups(node(random.nextInt(count)));
      Thread.sleep(BETWEEN_REQUESTS);
    }
    var victim = random.nextInt(count + 1);
    for (var i = 0; i < count; i++) {
      if (victim == i || victim == count) {
        kill(i);
      }
    }
  }

  /** Starts backups once more, however short the lives were: there is something to check. */
  void startBackup() {
    startMissing();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(BETWEEN_REQUESTS)
        .until(
            () -> {
              startBackups(node(0));
              return !acknowledged.isEmpty();
            });
  }

  private void startMissing() {
    for (var i = 0; i < count; i++) {
      nodes.computeIfAbsent(i, missing -> BackupmanProcess.start(folder, "serve"));
    }
  }

  private BackupmanProcess node(int number) {
    return Objects.requireNonNull(nodes.get(number));
  }

  private void kill(int number) {
    var begin = System.currentTimeMillis();
    node(number).kill();
    kills.add(new Kill(begin, System.currentTimeMillis()));
    nodes.remove(number);
  }

  private void startBackups(BackupmanProcess node) throws InterruptedException {
    var port = node.portIfKnown();
    if (port.isEmpty()) {
      return;
    }
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getAsInt() + "/api/backups"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("X-Api-Key", "user-key")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 202) {
        JSON.readTree(answer.body())
            .get("Results")
            .forEach(backup -> acknowledged.add(backup.get("Id").asText()));
      }
    } catch (ConnectException e) {
      // It says which port it has before it listens.
    } catch (IOException e) {
      throw new IllegalStateException("A node that nobody killed hung up.", e);
    }
  }

  /** Lets all nodes live until there is nothing left to do, and stops them. */
  void settle() {
    startMissing();
    var node = node(0);
    awaitNone(node, "/api/backups?status=pending");
    awaitNone(node, "/api/reports?delivery=pending");
    for (var each : nodes.values()) {
      each.port();
      each.terminate();
      each.awaitExit(Duration.ofMinutes(1));
    }
  }

  private static void awaitNone(BackupmanProcess node, String list) {
    try {
      await()
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> isEmpty(node, list));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s still has %s%nThe node said:%n%s".formatted(list, node.get(list), node.output()), e);
    }
  }

  /** Whether there is nothing to list; the kill of the node that had the database open is 503. */
  private static boolean isEmpty(BackupmanProcess node, String list) throws IOException {
    var answer = node.answer("GET", list);
    if (answer.statusCode() == 503) {
      return false;
    }
    assertThat(answer.statusCode()).as(answer::body).isEqualTo(200);
    return JSON.readTree(answer.body()).get("Results").isEmpty();
  }

  /**
   * One kill.
   *
   * @param begin when it was asked for, in milliseconds since the epoch
   * @param end when the process was gone
   */
  record Kill(long begin, long end) {}

  /** All kills in their order. */
  List<Kill> kills() {
    return kills;
  }

  /** The backups that an answer said were started. */
  Set<String> acknowledged() {
    return acknowledged;
  }

  static int endpoints() {
    return ENDPOINTS;
  }

  @Override
  public void close() {
    nodes.values().forEach(BackupmanProcess::close);
  }
}

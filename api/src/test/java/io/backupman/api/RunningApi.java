package io.backupman.api;

import io.backupman.api.ApiKeys.Role;
import io.backupman.api.ApiSettings.Limits;
import io.backupman.api.metrics.Metrics;
import io.backupman.api.openapi.Conformance;
import io.backupman.core.audit.Audit;
import io.backupman.core.download.Downloads;
import io.backupman.core.health.HealthCheck.Component;
import io.backupman.core.health.HealthCheck.Health;
import io.backupman.core.notifier.NotifierReload;
import io.backupman.core.notifier.Notifiers;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The real server on a free port, with a core in memory behind it. */
final class RunningApi implements AutoCloseable {
  static final String VIEW_KEY = "view-key-31d9";
  static final String USER_KEY = "user-key-0f3c";
  static final String ADMIN_KEY = "admin-key-77aa";

  final FakeBackups backups = new FakeBackups();
  final FakeReports reports = new FakeReports();
  final FakeDrive drive = new FakeDrive();
  final FakeAudit audit = new FakeAudit();
  final AtomicReference<Instant> now = new AtomicReference<>(Samples.TEN);
  final FakeMetrics records = new FakeMetrics();
  final FakeNotifierTester tester = new FakeNotifierTester();
  volatile Notifiers notifiers = Notifiers.NONE;
  volatile NotifierReload reload = () -> notifiers;
  volatile Health health = new Health(new Component(true, ""), Map.of(), Map.of(), Map.of());
  final Metrics metrics = records.metrics(() -> notifiers, Map.of("Local Drive", Path.of(".")));
  static final Build BUILD = new Build("1.2.3", "abc123", "2026-01-02T03:04:05Z");

  final Ports ports;
  final ApiServer server;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  private RunningApi(ApiKeys keys, Optional<URI> appUrl, boolean publicMetrics, Limits limits) {
    ports =
        new Ports(
            new Ports.Backups(backups, backups, backups, downloads()),
            new Ports.Reports(reports, reports, reports),
            new Ports.Notifiers(() -> notifiers, () -> reload.reload(), tester),
            new Audit(audit, clock()),
            () -> health,
            metrics,
            DatabaseAway.class::isInstance);
    server =
        new ApiServer(
            new ApiSettings("127.0.0.1", 0, appUrl, keys, publicMetrics, limits),
            BUILD,
            ports,
            () -> {});
    server.start();
  }

  /** What the core's store throws in these tests when its database is away. */
  static final class DatabaseAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseAway(String message) {
      super(message);
    }
  }

  static RunningApi start() {
    return start(Limits.USUAL);
  }

  static RunningApi start(Limits limits) {
    return start(
        ApiKeys.of(
            List.of(
                key("wallboard", Role.VIEW, VIEW_KEY),
                key("ci", Role.USER, USER_KEY),
                key("ops", Role.ADMIN, ADMIN_KEY))),
        limits);
  }

  static ApiKey key(String name, Role role, String key) {
    return new ApiKey(name, role, Secret.of(key));
  }

  static RunningApi start(ApiKeys keys, Limits limits) {
    return new RunningApi(keys, Optional.empty(), false, limits);
  }

  /** One that is reached through a proxy. */
  static RunningApi startBehind(URI appUrl) {
    var keys = ApiKeys.of(List.of(key("ci", Role.USER, USER_KEY)));
    return new RunningApi(keys, Optional.of(appUrl), false, Limits.USUAL);
  }

  /** One whose metrics need no key. */
  static RunningApi startWithPublicMetrics() {
    return new RunningApi(ApiKeys.of(List.of()), Optional.empty(), true, Limits.USUAL);
  }

  private Downloads downloads() {
    return new Downloads(backups, List.of(drive), () -> new byte[32], clock());
  }

  private Clock clock() {
    return new InstantSource() {
      @Override
      public Instant instant() {
        return now.get();
      }
    }.withZone(ZoneOffset.UTC);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
  }

  HttpRequest.Builder requestWithKey(String path) {
    return request(path).header("X-Api-Key", USER_KEY);
  }

  HttpResponse<String> get(String path) {
    return send(requestWithKey(path));
  }

  HttpResponse<String> post(String path, String json) {
    return send(
        request(path)
            .header("X-Api-Key", ADMIN_KEY)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  HttpResponse<String> delete(String path) {
    return send(requestWithKey(path).DELETE());
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      var answer = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      Conformance.OF_PROGRAM.require(answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A connection of one's own, for what an HTTP client would not send. */
  Socket connect() throws IOException {
    return connect(new Socket());
  }

  /** Connects a client that soon has no room for answers that it does not read. */
  Socket connectWithLittleRoom() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    return connect(socket);
  }

  private Socket connect(Socket socket) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(15_000);
    return socket;
  }

  /** Sends these bytes and reads until the server closes the connection. */
  String raw(String bytes) throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}

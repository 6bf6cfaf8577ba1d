package io.backupman.api;

import io.backupman.api.ApiSettings.Limits;
import io.backupman.api.connection.AnnouncedClose;
import io.backupman.api.connection.BodyFraming;
import io.backupman.api.connection.ListenersInTurn;
import io.backupman.api.connection.OpenRequests;
import io.backupman.api.connection.RequestDeadline;
import io.backupman.api.problem.Problems;
import io.backupman.api.problem.TransportProblems;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.net.InetAddress;
import java.time.Duration;

/** The HTTP server. Started once, and closed once; safe for use by several threads after that. */
public final class ApiServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());

  /** Helidon waits this long for idle connections, too; requests have been waited for before. */
  private static final Duration HELIDON_GRACE = Duration.ofMillis(200);

  private final ApiSettings settings;
  private final OpenRequests openRequests = new OpenRequests();
  private final RequestDeadline deadline;
  private final WebServer server;

  /**
   * A server that does not listen yet.
   *
   * @throws ListenException if the host is not known
   */
  public ApiServer(ApiSettings settings, Build build, Ports ports) {
    this.settings = settings;
    var address = ListenAddress.resolve(settings.host());
    deadline = new RequestDeadline(settings.limits().request());
    server = server(address, routing(build, ports));
  }

  private HttpRouting.Builder routing(Build build, Ports ports) {
    var guard = new Guard(settings.keys());
    return HttpRouting.builder()
        .addFilter(new AnnouncedClose())
        .addFilter(deadline)
        .addFilter(openRequests)
        .error(Throwable.class, new Problems(ports.databaseAway()))
        .register("/ping", new PingService())
        .register("/health", new HealthService(build, ports.health()))
        .register("/observe", new ObserveService(ports.health()))
        .register("/api", new ApiService(guard, settings, ports));
  }

  private WebServer server(InetAddress address, HttpRouting.Builder routing) {
    Limits limits = settings.limits();
    return WebServer.builder()
        .address(address)
        .port(settings.port())
        .shutdownHook(false)
        .shutdownGracePeriod(HELIDON_GRACE)
        .maxPayloadSize(limits.bodyBytes())
        .maxTcpConnections(limits.connections())
        .maxConcurrentRequests(limits.requests())
        .idleConnectionTimeout(limits.silence())
        .idleConnectionPeriod(limits.silence().dividedBy(3))
        .connectionOptions(options -> options.readTimeout(limits.silence()))
        .protocolsDiscoverServices(false)
        .addProtocol(http())
        .directHandlers(TransportProblems.handlers())
        .routing(routing)
        .build();
  }

  /**
   * Helidon's own logging of what is received would show the keys, and its validation of the query
   * refuses the colons of a time, which RFC 3986 allows there.
   */
  private Http1Config http() {
    return Http1Config.builder()
        .validatePrologue(false)
        .receiveLog(false)
        .sendLog(false)
        .addReceiveListener(new ListenersInTurn(deadline, new BodyFraming()))
        .build();
  }

  /**
   * Starts to listen.
   *
   * @throws ListenException if the address cannot be listened on, with a sentence that says why
   */
  public void start() {
    var address = server.prototype().address();
    ListenAddress.tryOut(address, settings.port());
    server.start();
    if (!server.isRunning()) {
      throw ListenException.lost(address, settings.port());
    }
  }

  /** The port that it listens on; -1 if it does not. */
  public int port() {
    return server.port();
  }

  /** Answers every further request with 503, and lets go on what is being answered. */
  public void stopAccepting() {
    openRequests.refuse();
  }

  /** Stops, after waiting for the requests that are being answered. */
  @Override
  public void close() {
    stopAccepting();
    if (!openRequests.awaitEnd(settings.limits().grace())) {
      LOG.log(System.Logger.Level.WARNING, "Requests that took too long were broken off.");
    }
    server.stop();
    deadline.close();
  }
}

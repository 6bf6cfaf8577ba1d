package io.backupman.api;

import io.backupman.api.connection.AnnouncedClose;
import io.backupman.api.connection.BodyFraming;
import io.backupman.api.connection.Connections;
import io.backupman.api.connection.Descriptors;
import io.backupman.api.connection.HttpConversations;
import io.backupman.api.connection.Listener;
import io.backupman.api.connection.ListenersInTurn;
import io.backupman.api.connection.OpenRequests;
import io.backupman.api.connection.Places;
import io.backupman.api.connection.RequestDeadline;
import io.backupman.api.problem.Problems;
import io.backupman.api.problem.TransportProblems;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The HTTP server. Started once, and closed once; safe for use by several threads after that. */
public final class ApiServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());

  /** How often the connections are looked at, for those whose time is over. */
  private static final long WATCH_MILLIS = 250;

  private final ApiSettings settings;
  private final InetAddress address;
  private final OpenRequests openRequests = new OpenRequests();
  private final Connections connections;
  private final RequestDeadline deadline;
  private final Places places;
  private final WrongKeys wrongKeys = new WrongKeys(System::nanoTime);
  private final HttpConversations conversations;
  private final Listener listener;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("http-watch").factory());

  /**
   * A server that does not listen yet.
   *
   * @param lost is called once if it cannot listen any more, which the log tells of
   * @throws ListenException if the host is not known
   */
  public ApiServer(ApiSettings settings, Build build, Ports ports, Runnable lost) {
    this.settings = settings;
    var limits = settings.limits();
    address = ListenAddress.resolve(settings.host());
    connections =
        new Connections(Descriptors.now().connections(limits.connections()), limits.silence());
    places = new Places(connections, limits.requests());
    deadline = new RequestDeadline(connections, limits.request());
    conversations =
        new HttpConversations(
            connections,
            limits.silence(),
            limits.bodyBytes(),
            http(),
            TransportProblems.handlers(),
            routing(build, ports));
    listener =
        new Listener(
            new InetSocketAddress(address, settings.port()), connections, conversations, lost);
  }

  private HttpRouting.Builder routing(Build build, Ports ports) {
    var routing =
        HttpRouting.builder()
            .addFilter(new AnnouncedClose())
            .addFilter(deadline)
            .addFilter(openRequests)
            .error(Throwable.class, new Problems(ports.databaseAway()));
    routes(routing, build, ports);
    return routing;
  }

  /** Says what is at which address. */
  void routes(HttpRules rules, Build build, Ports ports) {
    var guard = new Guard(settings.keys(), wrongKeys, places, ports.metrics()::wrongKey);
    var metrics = new MetricsHandler(ports.metrics(), guard, settings.publicMetrics(), places);
    rules
        .register("/ping", new PingService())
        .register("/health", new HealthService(build, ports.health(), places, this::isWell))
        .register("/observe", new ObserveService(ports.health(), metrics, places, this::isWell))
        .register(
            "/openapi", new OpenApiService(new OpenApiDocument(build.version(), settings.appUrl())))
        .register("/api", new ApiService(guard, places, settings, ports));
  }

  /**
   * Helidon's own logging of what is received would show the keys. Its validation of the query
   * would refuse characters that clients send without escapes, such as {@code |}; what cannot be
   * there, the connection has refused already.
   */
  private Http1Config http() {
    return Http1Config.builder()
        .validatePrologue(false)
        .log(log -> log.receiveLog(false).sendLog(false))
        .addReceiveListener(new ListenersInTurn(deadline, new BodyFraming()))
        .build();
  }

  /**
   * Starts to listen.
   *
   * @throws ListenException if the address cannot be listened on, with a sentence that says why
   */
  public void start() {
    try {
      conversations.warmUp();
      listener.start();
    } catch (IOException e) {
      throw ListenException.refused(address, settings.port(), e);
    }
    if (Descriptors.now().areFew()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "This process may have no more than {0} files and sockets open, which is little for"
              + " connections, dumps and deliveries together; raise that limit (ulimit -n,"
              + " LimitNOFILE of systemd).",
          String.valueOf(Descriptors.now().most()));
    }
    var unused =
        watch.scheduleWithFixedDelay(this::look, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      connections.endLate();
      listener.watch();
      wrongKeys.tell();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "The connections could not be looked at.", e);
    }
  }

  private boolean isWell() {
    return !listener.isAiling() && !Descriptors.now().areScarce();
  }

  /** The port that it listens on; -1 if it does not. */
  public int port() {
    return listener.port();
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
    listener.close();
    watch.shutdownNow();
    connections.endAll();
  }
}

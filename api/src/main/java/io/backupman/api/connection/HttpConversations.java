package io.backupman.api.connection;

import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.context.Context;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Lets Helidon read and answer the requests of connections. Its listener stays out: it ends at the
 * first failure, and knows no connection that gives way. Safe for use by several threads.
 */
public final class HttpConversations implements Consumer<Socket>, ListenerContext {
  private static final System.Logger LOG = System.getLogger(HttpConversations.class.getName());

  /** How long a client may take to read the last answer before it is hung up on. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private static final int LINGER_BYTES = 256 * 1024;

  private final Connections connections;
  private final Duration silence;
  private final DirectHandlers directHandlers;
  private final ListenerConfig config;
  private final Router router;
  private final ServerConnectionSelector http;
  private final Limit unlimited = FixedLimit.create();
  private final Context context = Context.builder().id("http").build();
  private final MediaContext mediaContext = MediaContext.create();
  private final ContentEncodingContext encodings = ContentEncodingContext.create();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Makes what answers requests by a routing.
   *
   * @param silence how long a client may send nothing, or take nothing
   * @param bodyBytes how large the body of a request may be
   * @param directHandlers answer what is refused before it is routed
   */
  public HttpConversations(
      Connections connections,
      Duration silence,
      long bodyBytes,
      Http1Config http,
      DirectHandlers directHandlers,
      HttpRouting.Builder routing) {
    this.connections = connections;
    this.silence = silence;
    this.directHandlers = directHandlers;
    this.config = ListenerConfig.builder().maxPayloadSize(bodyBytes).build();
    this.http = Http1ConnectionSelector.builder().config(http).build();
    this.router = Router.builder().addRouting(routing).build();
    router.beforeStart();
  }

  /**
   * Answers a request of nobody, so that all that answering needs is loaded before the first client
   * comes. Else a server that is started in a flood keeps everybody waiting with its first request.
   */
  public void warmUp() throws IOException {
    try (var nobody = new WarmUpConnection()) {
      accept(nobody);
    }
  }

  @Override
  public void accept(Socket socket) {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
      var head = RequestHead.read(socket.getInputStream());
      if (head.length > 0) {
        converse(socket, head);
        linger(socket);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A client has gone.", e);
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "A request took too long.", e);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, "A connection broke off.", e);
    }
  }

  /**
   * Sets Helidon to work only now: a connection over which no request comes costs next to nothing.
   */
  private void converse(Socket socket, byte[] first) throws InterruptedException {
    try {
      http.connection(new HttpConversation(this, router, socket, first)).handle(unlimited);
    } catch (CloseConnectionException e) {
      LOG.log(System.Logger.Level.DEBUG, "A connection ends.", e);
    }
  }

  /**
   * Waits a moment for the client to close. If it were closed while the client still sends, its
   * operating system would throw the answer away (RFC 9112, section 9.6).
   */
  private void linger(Socket socket) throws IOException {
    if (socket.isClosed()) {
      return;
    }
    connections.begin(LINGER);
    socket.shutdownOutput();
    var in = socket.getInputStream();
    var buffer = new byte[8192];
    int left = LINGER_BYTES;
    for (int count = 0; count >= 0 && left > 0; left -= count) {
      count = in.read(buffer);
    }
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public MediaContext mediaContext() {
    return mediaContext;
  }

  @Override
  public ContentEncodingContext contentEncodingContext() {
    return encodings;
  }

  @Override
  public DirectHandlers directHandlers() {
    return directHandlers;
  }

  @Override
  public ListenerConfig config() {
    return config;
  }

  @Override
  public ExecutorService executor() {
    return executor;
  }
}

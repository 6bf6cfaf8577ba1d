package io.backupman.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.backupman.core.drive.google.auth.OAuthSignIn;
import io.backupman.core.request.RequestProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a browser to come back from a sign-in: to a port of this machine (RFC 8252, section
 * 7.3), or in the hands of a person who pastes the address that it ended on, whichever is first.
 */
final class BrowserReturn implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(BrowserReturn.class.getName());
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int HTTP_PORT = 80;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final CompletableFuture<String> answer = new CompletableFuture<>();
  private final Optional<HttpServer> server;
  private final String redirect;

  private BrowserReturn(Optional<HttpServer> server, String redirect) {
    this.server = server;
    this.redirect = redirect;
    server.ifPresent(
        listening -> {
          listening.createContext("/", this::handle);
          listening.start();
        });
  }

  /**
   * Listens.
   *
   * @param redirect the only address that is allowed; empty if any port of this machine is. If it
   *     cannot be listened on, the answer has to be pasted
   */
  static BrowserReturn listen(String redirect) throws IOException {
    if (redirect.isEmpty()) {
      var server = server(0);
      return new BrowserReturn(
          Optional.of(server), "http://127.0.0.1:" + server.getAddress().getPort());
    }
    return new BrowserReturn(fixed(redirect), redirect);
  }

  private static HttpServer server(int port) throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
  }

  private static Optional<HttpServer> fixed(String redirect) {
    try {
      var uri = URI.create(redirect);
      if ("http".equals(uri.getScheme())
          && ("localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost()))) {
        return Optional.of(server(uri.getPort() < 0 ? HTTP_PORT : uri.getPort()));
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(System.Logger.Level.DEBUG, "The answer has to be pasted.", e);
    }
    return Optional.empty();
  }

  /** Where the browser has to be sent. */
  String redirect() {
    return redirect;
  }

  /** Browsers ask for icons and other things, too. */
  private void handle(HttpExchange exchange) throws IOException {
    var address = exchange.getRequestURI().toString();
    var isAnswer = "GET".equals(exchange.getRequestMethod()) && OAuthSignIn.isAnswer(address);
    var text = isAnswer ? "Thank you. Backupman goes on in the terminal.\n" : "Nothing is here.\n";
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "text/plain; charset=utf-8");
      exchange.getResponseHeaders().add("Cache-Control", "no-store");
      exchange.sendResponseHeaders(isAnswer ? OK : NOT_FOUND, text.length());
      exchange.getResponseBody().write(text.getBytes(UTF_8));
    } finally {
      if (isAnswer) {
        answer.complete(address);
      }
    }
  }

  /** Takes an address that is pasted, too. The input stays open, and a daemon stays with it. */
  void readPasted(InputStream in, PrintWriter out) {
    Thread.ofPlatform()
        .daemon()
        .name("pasted")
        .start(
            () -> {
              var lines = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
              try {
                for (var line = lines.readLine();
                    line != null && !answer.isDone();
                    line = lines.readLine()) {
                  take(line.strip(), out);
                }
              } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "Nothing can be pasted.", e);
              }
            });
  }

  private void take(String line, PrintWriter out) {
    if (OAuthSignIn.isAnswer(line)) {
      answer.complete(line);
    } else if (!line.isEmpty()) {
      out.println(
          "That is not the address that the browser ended on: it has \"code=\" in it. Try again.");
    }
  }

  /**
   * The address that the browser ended on.
   *
   * @throws RequestProblem with a sentence if it did not come back in time
   */
  String await(Duration patience) throws InterruptedException {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw RequestProblem.unavailable(
          "Nobody has signed in for %s minutes: run backupman auth-google again."
              .formatted(patience.toMinutes()));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    server.ifPresent(listening -> listening.stop(0));
  }
}

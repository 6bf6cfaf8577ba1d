package io.backupman.core.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plays Google over real HTTP: the token service of OAuth 2.0 and what Backupman uses of Drive v3,
 * as their documentation describes them. Faults can be scripted.
 */
public final class GoogleStandIn implements AutoCloseable {
  /** The client that it knows. */
  public static final String CLIENT_ID = "client-1.apps.googleusercontent.com";

  /** The secret of that client. */
  public static final String CLIENT_SECRET = "canary-client-secret-3c1d";

  private final HttpServer server;
  private final AtomicInteger count = new AtomicInteger();
  private final GoogleTokens tokens = new GoogleTokens(count);
  private final GoogleFiles files = new GoogleFiles(count);
  private final GoogleUploads uploads = new GoogleUploads(files, count);
  private final List<Scripted> script = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** Something that happens instead of an answer, or before it. */
  @FunctionalInterface
  public interface Fault {
    /** Returns whether the exchange is over. */
    boolean happens(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private record Scripted(Predicate<String> request, AtomicInteger times, Fault fault) {}

  /** Starts it. */
  public GoogleStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it is, with a slash at its end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** Writes the client secret as the console lets it be downloaded. */
  public Path clientSecret(Path file, String kind, String... redirects) throws IOException {
    var json = GoogleHttp.JSON.createObjectNode();
    var client = json.putObject(kind);
    client.put("client_id", CLIENT_ID).put("project_id", "project").put("auth_uri", url() + "auth");
    client.put("token_uri", url() + "token").put("client_secret", CLIENT_SECRET);
    var uris = client.putArray("redirect_uris");
    Stream.of(redirects).forEach(uris::add);
    return Files.writeString(file, json.toString());
  }

  /** Scripts a fault for the next requests that begin so, such as {@code PUT /upload}. */
  public GoogleStandIn next(int times, String request, Fault fault) {
    script.add(new Scripted(line -> line.startsWith(request), new AtomicInteger(times), fault));
    return this;
  }

  /** Google's way to refuse. */
  public static Fault refusing(int status, String reason) {
    return exchange -> {
      exchange.getRequestBody().readAllBytes();
      GoogleHttp.refuse(exchange, new GoogleRefusal(status, reason, "It is refused."));
      return true;
    };
  }

  /** The connection breaks after so many bytes of the body were read. */
  public static Fault breaking(int bytes) {
    return exchange -> {
      exchange.getRequestBody().readNBytes(bytes);
      exchange.close();
      return true;
    };
  }

  /** Gives out an access token. */
  public String access(String name) {
    return tokens.access(name);
  }

  /** Gives out a refresh token. */
  public String refresh(String name) {
    return tokens.refresh(name);
  }

  /** Takes all access tokens back; refresh tokens too, if so wanted. */
  public void revoke(boolean refreshToo) {
    tokens.revoke(refreshToo);
  }

  /** What a person does who agrees in the browser: the address that the browser ends on. */
  public String agree(String address) {
    return tokens.agree(url(), address);
  }

  /** Gives another refresh token with each refresh, from now on. */
  public void rotate() {
    tokens.rotate();
  }

  /** What people allow. */
  public void scope(String allowed) {
    tokens.scope(allowed);
  }

  /** Whether it knows SHA-256 and MD5 of what it stores. */
  public void knows(boolean sha256, boolean md5) {
    files.knows(sha256, md5);
  }

  /** Stores something else than it was sent, from now on. */
  public void damage() {
    files.damage();
  }

  /** How much of its million bytes is in use. */
  public void usage(long bytes) {
    files.usage(bytes);
  }

  /** Lists no more than so many at once. */
  public void pageSize(int most) {
    files.pageSize(most);
  }

  /** Puts a file or folder there. */
  public GoogleFile put(String name, String parent, String mimeType, byte[] contents) {
    return files.put(name, parent, mimeType, contents);
  }

  /** All files and folders, the oldest first. */
  public List<GoogleFile> files() {
    return files.files();
  }

  /** The paths of all files. */
  public List<String> paths() {
    return files.paths();
  }

  /** A connection that breaks in the middle of a chunk, of which whole units were kept. */
  public Fault breakingAfterUnits(int units) {
    return uploads.breakingAfterUnits(units);
  }

  /** Takes only so many units of a chunk, and says so. */
  public Fault takingUnits(int units) {
    return uploads.takingUnits(units);
  }

  /** Takes all of a chunk, but the answer is lost. */
  public Fault losingTheAnswer() {
    return uploads.losingTheAnswer();
  }

  /** Forgets all uploads before it answers. */
  public Fault forgettingUploads() {
    return uploads.forgettingUploads();
  }

  /** What was asked: method, path, and the range that was sent or wanted. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** How many of them begin so. */
  public long requests(String begin) {
    return requests.stream().filter(line -> line.startsWith(begin)).count();
  }

  /** How many uploads are open. */
  public int sessions() {
    return uploads.open();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var line =
        Stream.of(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().getFirst("Content-Range"),
                exchange.getRequestHeaders().getFirst("Range"))
            .filter(text -> text != null)
            .collect(Collectors.joining(" "));
    requests.add(line);
    try (exchange) {
      serveOrRefuse(exchange, line);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serveOrRefuse(HttpExchange exchange, String line)
      throws IOException, InterruptedException {
    try {
      for (var scripted : script) {
        if (scripted.request().test(line)
            && scripted.times().getAndDecrement() > 0
            && scripted.fault().happens(exchange)) {
          return;
        }
      }
      serve(exchange);
    } catch (GoogleRefusal e) {
      exchange.getRequestBody().readAllBytes();
      GoogleHttp.refuse(exchange, e);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var method = exchange.getRequestMethod();
    if (path.equals("/token")) {
      tokens.token(exchange);
      return;
    }
    var authorization =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    if (!tokens.isGood(authorization.replaceFirst("^Bearer ", ""))) {
      throw new GoogleRefusal(401, "authError", "Invalid Credentials");
    }
    switch (method + " " + path.replaceFirst("/files/.*", "/files/ID")) {
      case "GET /drive/v3/about" -> files.about(exchange);
      case "GET /drive/v3/files" -> files.list(exchange);
      case "POST /drive/v3/files" -> files.make(exchange);
      case "POST /upload/drive/v3/files" -> uploads.begin(exchange, url());
      case "PUT /upload/drive/v3/files" -> uploads.take(exchange);
      case "DELETE /upload/drive/v3/files" -> uploads.cancel(exchange);
      case "GET /drive/v3/files/ID", "GET /download/drive/v3/files/ID" -> files.get(exchange);
      case "DELETE /drive/v3/files/ID" -> files.delete(exchange);
      default -> throw new GoogleRefusal(404, "notFound", "Not Found");
    }
  }

  /** The parameters of a query or form. */
  public static Map<String, String> parameters(String text) {
    return GoogleHttp.parameters(text);
  }

  /** Expiry as Go writes it. */
  public static String json(String access, String refresh, Instant expiry) {
    return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"refresh_token\":\"%s\",\"expiry\":\"%s\"}\n"
        .formatted(access, refresh, expiry);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

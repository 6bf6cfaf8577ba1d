package io.backupman.core.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UNIT = 256 * 1024;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\*|(\\d+)-(\\d+))/(\\d+)");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  private final HttpServer server;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, GoogleFile> files = new LinkedHashMap<>();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Set<String> accessTokens = ConcurrentHashMap.newKeySet();
  private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final List<Scripted> script = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile boolean knowsSha256 = true;
  private volatile boolean knowsMd5 = true;
  private volatile boolean damages;
  private volatile boolean rotates;
  private volatile long usage;
  private volatile String scope = "https://www.googleapis.com/auth/drive.file";
  private volatile int pageSize = Integer.MAX_VALUE;

  /** Something that happens instead of an answer, or before it. */
  @FunctionalInterface
  public interface Fault {
    /** Returns whether the exchange is over. */
    boolean happens(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private record Scripted(Predicate<String> request, AtomicInteger times, Fault fault) {}

  private static final class Session {
    final ObjectNode metadata;
    final long size;
    final ByteArrayOutputStream received = new ByteArrayOutputStream();
    Optional<String> made = Optional.empty();

    Session(ObjectNode metadata, long size) {
      this.metadata = metadata;
      this.size = size;
    }
  }

  /** An answer that is no success. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int status;
    final String reason;

    Refused(int status, String reason, String message) {
      super(message);
      this.status = status;
      this.reason = reason;
    }
  }

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
    var json = JSON.createObjectNode();
    var client = json.putObject(kind);
    client.put("client_id", CLIENT_ID).put("project_id", "project").put("auth_uri", url() + "auth");
    client.put("token_uri", url() + "token").put("client_secret", CLIENT_SECRET);
    var uris = client.putArray("redirect_uris");
    Stream.of(redirects).forEach(uris::add);
    return Files.writeString(file, json.toString());
  }

  /** Gives out an access token. */
  public String access(String name) {
    accessTokens.add(name);
    return name;
  }

  /** Gives out a refresh token. */
  public String refresh(String name) {
    refreshTokens.add(name);
    return name;
  }

  /** Takes all access tokens back; refresh tokens too, if so wanted. */
  public void revoke(boolean refreshToo) {
    accessTokens.clear();
    if (refreshToo) {
      refreshTokens.clear();
    }
  }

  /** What a person does who agrees in the browser: the address that the browser ends on. */
  public String agree(String address) {
    var asked = parameters(address.substring(address.indexOf('?') + 1));
    if (!address.startsWith(url() + "auth?")
        || !CLIENT_ID.equals(asked.getOrDefault("client_id", ""))
        || !"code".equals(asked.getOrDefault("response_type", ""))
        || !"offline".equals(asked.getOrDefault("access_type", ""))) {
      throw new IllegalArgumentException("Not a sign-in: " + address);
    }
    var code = "4/code+" + count.incrementAndGet();
    codes.put(code, asked);
    return asked.getOrDefault("redirect_uri", "")
        + "?state="
        + asked.getOrDefault("state", "")
        + "&code="
        + code.replace("/", "%2F").replace("+", "%2B")
        + "&scope="
        + scope;
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
      refuse(exchange, new Refused(status, reason, "It is refused."));
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

  /** Whether it knows SHA-256 and MD5 of what it stores. */
  public void knows(boolean sha256, boolean md5) {
    knowsSha256 = sha256;
    knowsMd5 = md5;
  }

  /** Stores something else than it was sent, from now on. */
  public void damage() {
    damages = true;
  }

  /** Gives another refresh token with each refresh, from now on. */
  public void rotate() {
    rotates = true;
  }

  /** How much of its million bytes is in use. */
  public void usage(long bytes) {
    usage = bytes;
  }

  /** What people allow. */
  public void scope(String allowed) {
    scope = allowed;
  }

  /** Lists no more than so many at once. */
  public void pageSize(int files) {
    pageSize = files;
  }

  /** Puts a file or folder there. */
  public synchronized GoogleFile put(String name, String parent, String mimeType, byte[] contents) {
    var id = "id-" + count.incrementAndGet();
    var file = new GoogleFile(id, name, parent, mimeType, contents);
    files.put(id, file);
    return file;
  }

  /** All files and folders, the oldest first. */
  public synchronized List<GoogleFile> files() {
    return List.copyOf(files.values());
  }

  /** The paths of all files. */
  public synchronized List<String> paths() {
    return files.values().stream().filter(f -> !f.isFolder()).map(this::path).toList();
  }

  private String path(GoogleFile file) {
    var parent = files.get(file.parent());
    return (parent == null ? "" : path(parent) + "/") + file.name();
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
    return sessions.size();
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
    } catch (Refused e) {
      exchange.getRequestBody().readAllBytes();
      refuse(exchange, e);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var method = exchange.getRequestMethod();
    if (path.equals("/token")) {
      token(exchange);
      return;
    }
    var authorization =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    if (!accessTokens.contains(authorization.replaceFirst("^Bearer ", ""))) {
      throw new Refused(401, "authError", "Invalid Credentials");
    }
    switch (method + " " + path.replaceFirst("/files/.*", "/files/ID")) {
      case "GET /drive/v3/about" -> about(exchange);
      case "GET /drive/v3/files" -> list(exchange);
      case "POST /drive/v3/files" -> make(exchange);
      case "POST /upload/drive/v3/files" -> beginUpload(exchange);
      case "PUT /upload/drive/v3/files" -> upload(exchange);
      case "DELETE /upload/drive/v3/files" -> {
        sessions.remove(session(exchange));
        answer(exchange, 499, "");
      }
      case "GET /drive/v3/files/ID", "GET /download/drive/v3/files/ID" -> get(exchange);
      case "DELETE /drive/v3/files/ID" -> {
        synchronized (this) {
          files.remove(file(exchange).id());
        }
        exchange.sendResponseHeaders(204, -1);
      }
      default -> throw new Refused(404, "notFound", "Not Found");
    }
  }

  private void token(HttpExchange exchange) throws IOException {
    var form = parameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    if (!CLIENT_ID.equals(form.getOrDefault("client_id", ""))
        || !CLIENT_SECRET.equals(form.getOrDefault("client_secret", ""))) {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    var refresh = form.getOrDefault("refresh_token", "");
    var isNew = form.getOrDefault("grant_type", "").equals("authorization_code");
    if (isNew ? !redeems(form) : !refreshTokens.contains(refresh)) {
      answer(
          exchange,
          400,
          "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}");
      return;
    }
    var json = JSON.createObjectNode();
    json.put("access_token", access("canary-access-" + count.incrementAndGet()));
    json.put("expires_in", 3599).put("scope", scope).put("token_type", "Bearer");
    if (isNew || rotates) {
      json.put("refresh_token", refresh("canary-refresh-" + count.incrementAndGet()));
    }
    answer(exchange, 200, json.toString());
  }

  private boolean redeems(Map<String, String> form) {
    var asked = codes.remove(form.getOrDefault("code", ""));
    return asked != null
        && asked.getOrDefault("redirect_uri", "").equals(form.getOrDefault("redirect_uri", ""))
        && asked.getOrDefault("code_challenge_method", "").equals("S256")
        && asked
            .getOrDefault("code_challenge", "")
            .equals(
                Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                        digest(
                            "SHA-256", form.getOrDefault("code_verifier", "").getBytes(US_ASCII))));
  }

  private void about(HttpExchange exchange) throws IOException {
    var fields = query(exchange).getOrDefault("fields", "");
    if (fields.isEmpty()) {
      throw new Refused(400, "required", "The 'fields' parameter is required for this method.");
    }
    var json = JSON.createObjectNode();
    json.putObject("user").put("emailAddress", "somebody@example.com");
    // As numbers in texts: JSON's own are too small for them.
    json.putObject("storageQuota").put("limit", "1000000").put("usage", Long.toString(usage));
    answer(exchange, 200, json.toString());
  }

  private synchronized void list(HttpExchange exchange) throws IOException {
    var query = query(exchange);
    var found = new ArrayList<GoogleFile>();
    try {
      files.values().stream()
          .filter(GoogleQuery.parse(query.getOrDefault("q", "")))
          .forEach(found::add);
    } catch (IllegalArgumentException e) {
      throw new Refused(400, "invalid", "Invalid Value");
    }
    int from = Integer.parseInt(query.getOrDefault("pageToken", "0"));
    int to =
        Math.min(
            found.size(),
            from + Math.min(pageSize, Integer.parseInt(query.getOrDefault("pageSize", ""))));
    var json = JSON.createObjectNode();
    if (to < found.size() && query.getOrDefault("fields", "").contains("nextPageToken")) {
      json.put("nextPageToken", Integer.toString(to));
    }
    var list = json.putArray("files");
    found.subList(from, to).forEach(file -> list.add(json(file, query)));
    answer(exchange, 200, json.toString());
  }

  private ObjectNode json(GoogleFile file, Map<String, String> query) {
    var fields = Set.of(query.getOrDefault("fields", "kind,id,name,mimeType").split("[,()]"));
    var json = JSON.createObjectNode();
    json.put("kind", "drive#file").put("id", file.id()).put("name", file.name());
    json.put("mimeType", file.mimeType());
    if (!file.isFolder()) {
      json.put("size", Integer.toString(file.contents().length));
      if (knowsSha256) {
        json.put("sha256Checksum", hex(digest("SHA-256", file.contents())));
      }
      if (knowsMd5) {
        json.put("md5Checksum", hex(digest("MD5", file.contents())));
      }
    }
    json.retain(fields);
    return json;
  }

  private synchronized void make(HttpExchange exchange) throws IOException {
    var metadata = JSON.readTree(exchange.getRequestBody());
    var file =
        put(
            metadata.path("name").asText(),
            parent(metadata),
            metadata.path("mimeType").asText(),
            new byte[0]);
    answer(exchange, 200, json(file, query(exchange)).toString());
  }

  private synchronized String parent(JsonNode metadata) {
    var parent = metadata.path("parents").path(0).asText("root");
    if (!parent.equals("root") && !files.containsKey(parent)) {
      throw new Refused(404, "notFound", "File not found: " + parent + ".");
    }
    return parent;
  }

  private void beginUpload(HttpExchange exchange) throws IOException {
    var metadata = (ObjectNode) JSON.readTree(exchange.getRequestBody());
    parent(metadata);
    var id = "upload-" + count.incrementAndGet();
    sessions.put(
        id,
        new Session(
            metadata,
            Long.parseLong(exchange.getRequestHeaders().getFirst("X-Upload-Content-Length"))));
    exchange
        .getResponseHeaders()
        .add("Location", url() + "upload/drive/v3/files?uploadType=resumable&upload_id=" + id);
    answer(exchange, 200, "");
  }

  private static String session(HttpExchange exchange) {
    return query(exchange).getOrDefault("upload_id", "");
  }

  private Session open(HttpExchange exchange) {
    var session = sessions.get(session(exchange));
    if (session == null) {
      throw new Refused(404, "notFound", "Not Found");
    }
    return session;
  }

  private void upload(HttpExchange exchange) throws IOException {
    var session = open(exchange);
    var matcher = CONTENT_RANGE.matcher(exchange.getRequestHeaders().getFirst("Content-Range"));
    if (!matcher.matches() || Long.parseLong(matcher.group(4)) != session.size) {
      throw new Refused(400, "badRequest", "Bad range");
    }
    if (matcher.group(2) != null) {
      take(exchange, session, matcher);
    }
    if (session.received.size() == session.size) {
      answer(exchange, 200, "{\"id\":\"" + finish(session) + "\"}");
      return;
    }
    if (session.received.size() > 0) {
      exchange.getResponseHeaders().add("Range", "bytes=0-" + (session.received.size() - 1));
    }
    answer(exchange, 308, "");
  }

  private static void take(HttpExchange exchange, Session session, Matcher range)
      throws IOException {
    long from = Long.parseLong(range.group(2));
    long to = Long.parseLong(range.group(3));
    boolean isLast = to == session.size - 1;
    if (from != session.received.size() || (!isLast && (to - from + 1) % UNIT != 0)) {
      throw new Refused(400, "badRequest", "Not where it was left: " + range.group());
    }
    keepWhole(session, exchange.getRequestBody(), isLast);
  }

  /** Only whole units are kept of a chunk that does not come to its end. */
  private static void keepWhole(Session session, InputStream body, boolean isLast)
      throws IOException {
    while (true) {
      byte[] unit = body.readNBytes(UNIT);
      if (unit.length == UNIT || (isLast && unit.length > 0)) {
        session.received.write(unit);
      }
      if (unit.length < UNIT) {
        return;
      }
    }
  }

  /** A connection that breaks in the middle of a chunk, of which whole units were kept. */
  public Fault breakingAfterUnits(int units) {
    return exchange -> {
      var session = open(exchange);
      session.received.write(exchange.getRequestBody().readNBytes(units * UNIT));
      exchange.close();
      return true;
    };
  }

  /** Takes only so many units of a chunk, and says so. */
  public Fault takingUnits(int units) {
    return exchange -> {
      var session = open(exchange);
      session.received.write(exchange.getRequestBody().readNBytes(units * UNIT));
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add("Range", "bytes=0-" + (session.received.size() - 1));
      answer(exchange, 308, "");
      return true;
    };
  }

  /** Takes all of it, but the answer is lost. */
  public Fault losingTheAnswer() {
    return exchange -> {
      var session = open(exchange);
      session.received.write(exchange.getRequestBody().readAllBytes());
      if (session.received.size() == session.size) {
        finish(session);
      }
      exchange.close();
      return true;
    };
  }

  /** Forgets all uploads before it answers. */
  public Fault forgettingUploads() {
    return exchange -> {
      sessions.clear();
      return false;
    };
  }

  private synchronized String finish(Session session) {
    var id =
        session.made.orElseGet(
            () -> session.metadata.path("id").asText("id-" + count.incrementAndGet()));
    byte[] contents = session.received.toByteArray();
    if (damages && contents.length > 0) {
      contents[contents.length / 2] ^= 1;
    }
    session.made = Optional.of(id);
    files.putIfAbsent(
        id,
        new GoogleFile(
            id,
            session.metadata.path("name").asText(),
            session.metadata.path("parents").path(0).asText("root"),
            "application/octet-stream",
            contents));
    return id;
  }

  private void get(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().endsWith("/generateIds")) {
      answer(exchange, 200, "{\"ids\":[\"made-" + count.incrementAndGet() + "\"]}");
      return;
    }
    var file = file(exchange);
    if (!"media".equals(query(exchange).get("alt"))) {
      answer(exchange, 200, json(file, query(exchange)).toString());
      return;
    }
    var matcher = RANGE.matcher(exchange.getRequestHeaders().getFirst("Range"));
    if (!matcher.matches()) {
      throw new Refused(416, "requestedRangeNotSatisfiable", "Bad range");
    }
    int from = Integer.parseInt(matcher.group(1));
    int to = Math.min(Integer.parseInt(matcher.group(2)), file.contents().length - 1);
    exchange
        .getResponseHeaders()
        .add("Content-Range", "bytes " + from + "-" + to + "/" + file.contents().length);
    answer(exchange, 206, Arrays.copyOfRange(file.contents(), from, to + 1));
  }

  private synchronized GoogleFile file(HttpExchange exchange) {
    var id = exchange.getRequestURI().getPath().replaceFirst(".*/files/", "");
    var file = files.get(id);
    if (file == null) {
      throw new Refused(404, "notFound", "File not found: " + id + ".");
    }
    return file;
  }

  private static void refuse(HttpExchange exchange, Refused refused) throws IOException {
    var error = JSON.createObjectNode();
    var body = error.putObject("error");
    body.put("code", refused.status).put("message", refused.getMessage());
    body.putArray("errors")
        .addObject()
        .put("domain", "global")
        .put("reason", refused.reason)
        .put("message", refused.getMessage());
    answer(exchange, refused.status, error.toString());
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    if (!body.isEmpty()) {
      exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
    }
    answer(exchange, status, body.getBytes(UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static Map<String, String> query(HttpExchange exchange) {
    return parameters(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
  }

  /** The parameters of a query or form. */
  public static Map<String, String> parameters(String text) {
    var parameters = new LinkedHashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return parameters;
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
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

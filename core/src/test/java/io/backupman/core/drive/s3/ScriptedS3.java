package io.backupman.core.drive.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.core.testing.Dumps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks as much of S3 as the drive needs, and does wrong what a test tells it. It
 * checks no signatures.
 */
final class ScriptedS3 implements AutoCloseable {
  static final String BUCKET = "backups";
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  /** What it tells of an object's SHA-256. */
  enum Checksums {
    KEPT,
    NONE,
    WRONG,
    /** As Backblaze B2, which refuses the headers. */
    REFUSED
  }

  /** What happens instead of the usual; tells whether that was all. */
  @FunctionalInterface
  interface Fault {
    boolean happens(String request, HttpExchange exchange) throws Exception;
  }

  /** An object; its checksum is made when it is asked for, since that takes long. */
  private static final class Stored {
    private final byte[] bytes;
    private final Supplier<String> sha256;

    private Stored(byte[] bytes, Supplier<String> sha256) {
      this.bytes = bytes;
      this.sha256 = sha256;
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Stored> objects = new ConcurrentHashMap<>();
  private final Map<String, Map<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private volatile Fault fault = (request, exchange) -> false;
  private volatile Checksums checksums = Checksums.KEPT;
  private volatile boolean changesBytes;

  ScriptedS3() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  S3DriveSettings settings() {
    return new S3DriveSettings(
        "S3 Drive", BUCKET, "us-east-1", S3ProxyServer.keys("x"), endpoint(), "", true);
  }

  /** From now on. */
  void fails(Fault next) {
    fault = next;
  }

  /** From now on. */
  void tells(Checksums next) {
    checksums = next;
  }

  /** Keeps other bytes than were sent, and says nothing. */
  void changesBytes() {
    changesBytes = true;
  }

  /** Keeps an object that came from elsewhere. */
  void keep(String key, byte[] bytes) {
    objects.put(key, new Stored(bytes, () -> base64(bytes)));
  }

  /** What was asked, such as {@code PUT key part 2}. */
  List<String> requests() {
    return requests;
  }

  Map<String, Map<Integer, byte[]>> uploads() {
    return uploads;
  }

  byte @Nullable [] object(String key) {
    var stored = objects.get(key);
    return stored == null ? null : stored.bytes;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = name(exchange);
      requests.add(request);
      if (!fault.happens(request, exchange)) {
        answer(exchange);
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static String name(HttpExchange exchange) {
    var query = query(exchange);
    var what =
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().getPath().replaceFirst("^/[^/]*/?", "");
    if (query.containsKey("partNumber")) {
      return what + " part " + query.get("partNumber");
    }
    if (query.containsKey("uploadId")) {
      return what + " upload";
    }
    return query.containsKey("uploads") ? what + " uploads" : what;
  }

  private static Map<String, String> query(HttpExchange exchange) {
    var query = new TreeMap<String, String>();
    var text = exchange.getRequestURI().getQuery();
    for (var pair : (text == null ? "" : text).split("&", -1)) {
      query.put(pair.replaceFirst("=.*", ""), pair.replaceFirst("^[^=]*=?", ""));
    }
    return query;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var refused = refusedHeader(exchange);
    if (refused != null) {
      error(exchange, 400, "InvalidArgument", "Unsupported header '" + refused + "' received");
      return;
    }
    var key = exchange.getRequestURI().getPath().replaceFirst("^/[^/]*/?", "");
    switch (exchange.getRequestMethod()) {
      case "HEAD" -> head(exchange, key);
      case "GET" -> get(exchange, key);
      case "PUT" -> put(exchange, key);
      case "POST" -> post(exchange, key);
      default -> delete(exchange, key);
    }
  }

  private @Nullable String refusedHeader(HttpExchange exchange) {
    return checksums == Checksums.REFUSED
        ? exchange.getRequestHeaders().keySet().stream()
            .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("x-amz-checksum"))
            .findFirst()
            .orElse(null)
        : null;
  }

  private void head(HttpExchange exchange, String key) throws IOException {
    var stored = objects.get(key);
    if (stored == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    if (checksums == Checksums.KEPT || checksums == Checksums.WRONG) {
      exchange
          .getResponseHeaders()
          .set(
              "x-amz-checksum-sha256",
              checksums == Checksums.KEPT ? stored.sha256.get() : base64(new byte[0]));
    }
    exchange.getResponseHeaders().set("Content-Length", String.valueOf(stored.bytes.length));
    exchange.sendResponseHeaders(200, -1);
  }

  private void get(HttpExchange exchange, String key) throws IOException {
    if (key.isEmpty()) {
      list(exchange);
      return;
    }
    var stored = objects.get(key);
    if (stored == null) {
      error(exchange, 404, "NoSuchKey", "There is none.");
      return;
    }
    var range = RANGE.matcher(exchange.getRequestHeaders().getFirst("Range"));
    if (!range.matches()) {
      throw new IOException("no range");
    }
    int from = Integer.parseInt(range.group(1));
    int to = Integer.parseInt(range.group(2)) + 1;
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + stored.bytes.length);
    send(exchange, 206, Arrays.copyOfRange(stored.bytes, from, to));
  }

  private void list(HttpExchange exchange) throws IOException {
    if (!query(exchange).containsKey("uploads")) {
      xml(exchange, 200, "<ListBucketResult></ListBucketResult>");
      return;
    }
    var all = new StringBuilder();
    for (var id : uploads.keySet()) {
      all.append("<Upload><Key>" + id.replaceFirst(" .*", "") + "</Key>");
      all.append("<UploadId>" + id + "</UploadId></Upload>");
    }
    xml(
        exchange,
        200,
        "<ListMultipartUploadsResult>"
            + all
            + "<IsTruncated>false</IsTruncated>"
            + "</ListMultipartUploadsResult>");
  }

  private void put(HttpExchange exchange, String key) throws IOException {
    var bytes = exchange.getRequestBody().readAllBytes();
    if (changesBytes && bytes.length > 0) {
      bytes[bytes.length / 2] ^= 1;
    }
    var query = query(exchange);
    if (query.containsKey("partNumber")) {
      var upload = uploads.get(query.get("uploadId"));
      if (upload == null) {
        error(exchange, 404, "NoSuchUpload", "There is none.");
        return;
      }
      upload.put(Integer.parseInt(query.get("partNumber")), bytes);
    } else if (isForbiddenToReplace(exchange, key)) {
      return;
    } else {
      objects.put(key, new Stored(bytes, () -> base64(bytes)));
    }
    exchange.getResponseHeaders().set("ETag", "\"not an MD5\"");
    send(exchange, 200, new byte[0]);
  }

  private boolean isForbiddenToReplace(HttpExchange exchange, String key) throws IOException {
    if (!isConditional(exchange) || !objects.containsKey(key)) {
      return false;
    }
    error(exchange, 412, "PreconditionFailed", "A pre-condition you specified did not hold");
    return true;
  }

  /** Whether nothing is to be replaced. */
  static boolean isConditional(HttpExchange exchange) {
    return "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
  }

  private void post(HttpExchange exchange, String key) throws IOException {
    exchange.getRequestBody().readAllBytes();
    var query = query(exchange);
    if (query.containsKey("uploads")) {
      var id = key + " " + ids.incrementAndGet();
      uploads.put(id, new TreeMap<>());
      xml(
          exchange,
          200,
          "<InitiateMultipartUploadResult><UploadId>"
              + id
              + "</UploadId>"
              + "</InitiateMultipartUploadResult>");
      return;
    }
    if (uploads.containsKey(query.get("uploadId")) && isForbiddenToReplace(exchange, key)) {
      return;
    }
    if (!complete(key, query.get("uploadId"))) {
      error(exchange, 404, "NoSuchUpload", "There is none.");
      return;
    }
    xml(exchange, 200, "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>");
  }

  /** Makes the object out of its parts, as the service does it. */
  boolean complete(String key, @Nullable String id) throws IOException {
    var upload = id == null ? null : uploads.remove(id);
    if (upload == null) {
      return false;
    }
    var whole = new ByteArrayOutputStream();
    for (var part : upload.values()) {
      whole.write(part);
    }
    objects.put(key, new Stored(whole.toByteArray(), () -> checksumOfChecksums(upload.values())));
    return true;
  }

  private static String checksumOfChecksums(Collection<byte[]> parts) {
    var sums = new ByteArrayOutputStream();
    parts.forEach(part -> sums.writeBytes(HexFormat.of().parseHex(Dumps.sha256(part))));
    return base64(sums.toByteArray()) + "-" + parts.size();
  }

  private void delete(HttpExchange exchange, String key) throws IOException {
    var id = query(exchange).get("uploadId");
    if (id == null) {
      objects.remove(key);
    } else if (uploads.remove(id) == null) {
      error(exchange, 404, "NoSuchUpload", "There is none.");
      return;
    }
    exchange.sendResponseHeaders(204, -1);
  }

  /** Answers with an error as S3 does. */
  static void error(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    exchange.getRequestBody().readAllBytes();
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    xml(
        exchange,
        status,
        "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");
  }

  private static void xml(HttpExchange exchange, int status, String xml) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    send(exchange, status, ("<?xml version=\"1.0\"?>" + xml).getBytes(UTF_8));
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Dumps.sha256(bytes)));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

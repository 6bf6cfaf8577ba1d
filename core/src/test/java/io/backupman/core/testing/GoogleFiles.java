package io.backupman.core.testing;

import static io.backupman.core.testing.GoogleHttp.JSON;
import static io.backupman.core.testing.GoogleHttp.answer;
import static io.backupman.core.testing.GoogleHttp.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Plays the files and folders of Drive v3. Safe for use by several threads. */
final class GoogleFiles {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  private final AtomicInteger count;
  private final Map<String, GoogleFile> files = new LinkedHashMap<>();
  private volatile boolean knowsSha256 = true;
  private volatile boolean knowsMd5 = true;
  private volatile boolean damages;
  private volatile long usage;
  private volatile int pageSize = Integer.MAX_VALUE;

  /** Numbers what it makes. */
  GoogleFiles(AtomicInteger count) {
    this.count = count;
  }

  /** Whether it knows SHA-256 and MD5 of what it stores. */
  void knows(boolean sha256, boolean md5) {
    knowsSha256 = sha256;
    knowsMd5 = md5;
  }

  /** Stores something else than it was sent, from now on. */
  void damage() {
    damages = true;
  }

  /** How much of its million bytes is in use. */
  void usage(long bytes) {
    usage = bytes;
  }

  /** Lists no more than so many at once. */
  void pageSize(int files) {
    pageSize = files;
  }

  /** Puts a file or folder there. */
  synchronized GoogleFile put(String name, String parent, String mimeType, byte[] contents) {
    var id = "id-" + count.incrementAndGet();
    var file = new GoogleFile(id, name, parent, mimeType, contents);
    files.put(id, file);
    return file;
  }

  /** All files and folders, the oldest first. */
  synchronized List<GoogleFile> files() {
    return List.copyOf(files.values());
  }

  /** The paths of all files. */
  synchronized List<String> paths() {
    return files.values().stream().filter(f -> !f.isFolder()).map(this::path).toList();
  }

  private String path(GoogleFile file) {
    var parent = files.get(file.parent());
    return (parent == null ? "" : path(parent) + "/") + file.name();
  }

  void about(HttpExchange exchange) throws IOException {
    var fields = query(exchange).getOrDefault("fields", "");
    if (fields.isEmpty()) {
      throw new GoogleRefusal(
          400, "required", "The 'fields' parameter is required for this method.");
    }
    var json = JSON.createObjectNode();
    json.putObject("user").put("emailAddress", "somebody@example.com");
    // As numbers in texts: JSON's own are too small for them.
    json.putObject("storageQuota").put("limit", "1000000").put("usage", Long.toString(usage));
    answer(exchange, 200, json.toString());
  }

  synchronized void list(HttpExchange exchange) throws IOException {
    var query = query(exchange);
    var found = new ArrayList<GoogleFile>();
    try {
      files.values().stream()
          .filter(GoogleQuery.parse(query.getOrDefault("q", "")))
          .forEach(found::add);
    } catch (IllegalArgumentException e) {
      throw new GoogleRefusal(400, "invalid", "Invalid Value");
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
        json.put("sha256Checksum", hex("SHA-256", file));
      }
      if (knowsMd5) {
        json.put("md5Checksum", hex("MD5", file));
      }
    }
    json.retain(fields);
    return json;
  }

  synchronized void make(HttpExchange exchange) throws IOException {
    var metadata = JSON.readTree(exchange.getRequestBody());
    var file =
        put(
            metadata.path("name").asText(),
            parent(metadata),
            metadata.path("mimeType").asText(),
            new byte[0]);
    answer(exchange, 200, json(file, query(exchange)).toString());
  }

  synchronized String parent(JsonNode metadata) {
    var parent = metadata.path("parents").path(0).asText("root");
    if (!parent.equals("root") && !files.containsKey(parent)) {
      throw new GoogleRefusal(404, "notFound", "File not found: " + parent + ".");
    }
    return parent;
  }

  void get(HttpExchange exchange) throws IOException {
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
      throw new GoogleRefusal(416, "requestedRangeNotSatisfiable", "Bad range");
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
      throw new GoogleRefusal(404, "notFound", "File not found: " + id + ".");
    }
    return file;
  }

  private static String hex(String algorithm, GoogleFile file) {
    return HexFormat.of().formatHex(GoogleHttp.digest(algorithm, file.contents()));
  }

  synchronized void delete(HttpExchange exchange) throws IOException {
    files.remove(file(exchange).id());
    exchange.sendResponseHeaders(204, -1);
  }

  /** Makes a file of what was uploaded, unless it is there already; returns its id. */
  synchronized String keep(JsonNode metadata, byte[] contents) {
    var id = metadata.path("id").asText("id-" + count.incrementAndGet());
    if (damages && contents.length > 0) {
      contents[contents.length / 2] ^= 1;
    }
    files.putIfAbsent(
        id,
        new GoogleFile(
            id,
            metadata.path("name").asText(),
            metadata.path("parents").path(0).asText("root"),
            "application/octet-stream",
            contents));
    return id;
  }
}

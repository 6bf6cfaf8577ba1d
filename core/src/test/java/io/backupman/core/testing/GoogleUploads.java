package io.backupman.core.testing;

import static io.backupman.core.testing.GoogleHttp.JSON;
import static io.backupman.core.testing.GoogleHttp.answer;
import static io.backupman.core.testing.GoogleHttp.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays the resumable uploads of Drive v3. Safe for use by several threads, of one upload by one.
 */
final class GoogleUploads {
  private static final int UNIT = 256 * 1024;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\*|(\\d+)-(\\d+))/(\\d+)");

  private final GoogleFiles files;
  private final AtomicInteger count;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

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

  /** What comes to its end becomes a file. */
  GoogleUploads(GoogleFiles files, AtomicInteger count) {
    this.files = files;
    this.count = count;
  }

  /** How many are open. */
  int open() {
    return sessions.size();
  }

  void cancel(HttpExchange exchange) throws IOException {
    sessions.remove(session(exchange));
    answer(exchange, 499, "");
  }

  void begin(HttpExchange exchange, String url) throws IOException {
    var metadata = (ObjectNode) JSON.readTree(exchange.getRequestBody());
    files.parent(metadata);
    var id = "upload-" + count.incrementAndGet();
    sessions.put(
        id,
        new Session(
            metadata,
            Long.parseLong(exchange.getRequestHeaders().getFirst("X-Upload-Content-Length"))));
    exchange
        .getResponseHeaders()
        .add("Location", url + "upload/drive/v3/files?uploadType=resumable&upload_id=" + id);
    answer(exchange, 200, "");
  }

  private static String session(HttpExchange exchange) {
    return query(exchange).getOrDefault("upload_id", "");
  }

  private Session open(HttpExchange exchange) {
    var session = sessions.get(session(exchange));
    if (session == null) {
      throw new GoogleRefusal(404, "notFound", "Not Found");
    }
    return session;
  }

  void take(HttpExchange exchange) throws IOException {
    var session = open(exchange);
    var matcher = CONTENT_RANGE.matcher(exchange.getRequestHeaders().getFirst("Content-Range"));
    if (!matcher.matches() || Long.parseLong(matcher.group(4)) != session.size) {
      throw new GoogleRefusal(400, "badRequest", "Bad range");
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
      throw new GoogleRefusal(400, "badRequest", "Not where it was left: " + range.group());
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
  GoogleStandIn.Fault breakingAfterUnits(int units) {
    return exchange -> {
      var session = open(exchange);
      session.received.write(exchange.getRequestBody().readNBytes(units * UNIT));
      exchange.close();
      return true;
    };
  }

  /** Takes only so many units of a chunk, and says so. */
  GoogleStandIn.Fault takingUnits(int units) {
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
  GoogleStandIn.Fault losingTheAnswer() {
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
  GoogleStandIn.Fault forgettingUploads() {
    return exchange -> {
      sessions.clear();
      return false;
    };
  }

  /** Makes the file, once. */
  private synchronized String finish(Session session) {
    var id =
        session.made.orElseGet(() -> files.keep(session.metadata, session.received.toByteArray()));
    session.made = Optional.of(id);
    return id;
  }
}

package io.backupman.net;

import io.backupman.notifier.spi.HttpRequest;
import io.backupman.notifier.spi.HttpResponse;
import io.backupman.notifier.spi.NotificationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request and its answer, under one deadline over looking up, connecting, sending and reading.
 * The work is done in a virtual thread, whose sockets hear an interrupt.
 */
final class HttpExchange implements Callable<Boolean> {
  private static final int MOST_READ = 64 * 1024;

  private final HttpRequest request;
  private final Map<String, String> headers;
  private final HttpStream stream;
  private final HttpErrors failures;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private volatile boolean handedOver;

  HttpExchange(Network network, HttpRequest request, String userAgent) {
    this.request = request;
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(request.headers());
    headers.put("User-Agent", userAgent);
    headers.remove("Content-Length");
    if (request.body().length > 0) {
      headers.put("Content-Length", Integer.toString(request.body().length));
    }
    this.stream = new HttpStream(network, request.url());
    this.failures = new HttpErrors(request, stream.proxy());
  }

  HttpResponse run() throws NotificationException, InterruptedException {
    var work = new FutureTask<>(this);
    Thread.ofVirtual().name("http").start(work);
    var whole = false;
    try {
      whole = work.get(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      if (stream.status() == 0) {
        throw failures.late(handedOver);
      }
    } catch (ExecutionException failed) {
      var cause = failed.getCause() == null ? failed : failed.getCause();
      if (cause instanceof SocketTimeoutException && stream.status() == 0) {
        throw failures.late(handedOver); // a moment before the deadline itself
      }
      // Whatever became of the rest: a status that has come is the receiver's answer.
      if (stream.status() == 0 || cause instanceof ProxyException) {
        throw failures.failed(cause, handedOver);
      }
    } finally {
      work.cancel(true);
      stream.close();
    }
    return response(whole);
  }

  private HttpResponse response(boolean whole) {
    var received = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    stream.headers().forEach(header -> received.putIfAbsent(header.getKey(), header.getValue()));
    var response = HttpResponse.of(stream.status(), received, body.toByteArray(), whole);
    return stream.seeingProxy().map(by -> response.through(by.toString())).orElse(response);
  }

  /** Whether the body came to its own end. */
  @Override
  public Boolean call() throws IOException {
    try (stream) {
      stream.open(request.timeout(), request.timeout());
      handedOver = true;
      stream.send(request.method(), headers, out -> out.write(request.body()));
      return readBody();
    }
  }

  private boolean readBody() throws IOException {
    var in = stream.body();
    var part = new byte[8 * 1024];
    for (int count = in.read(part); count >= 0; count = in.read(part)) {
      var room = MOST_READ - body.size();
      body.write(part, 0, Math.min(count, room));
      if (count > room) {
        return false;
      }
    }
    return true;
  }
}

package io.backupman.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.backupman.api.openapi.Conformance;
import io.backupman.core.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A webhook receiver that may be down, and comes up on the same port. */
final class Receiver implements AutoCloseable {
  private final int port = FreePort.find();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger holding = new AtomicInteger();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch mayAnswer = new CountDownLatch(0);
  private volatile int status = 200;
  private volatile String answer = "";
  private @Nullable HttpServer server;

  /** What came. Header names are in lower case. */
  record Received(String path, Map<String, String> headers, String body) {}

  /** Starts to listen. */
  Receiver up() {
    try {
      var listening =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      listening.setExecutor(threads);
      listening.createContext("/", this::take);
      listening.start();
      server = listening;
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void answerWith(int code) {
    answerWith(code, "");
  }

  void answerWith(int code, String text) {
    answer = text;
    status = code;
  }

  /** Answers nobody until it is told to go on. */
  void hold() {
    mayAnswer = new CountDownLatch(1);
  }

  void letGoOn() {
    mayAnswer.countDown();
  }

  /** How many wait for their answer. */
  int holding() {
    return holding.get();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new TreeMap<String, String>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      faults.addAll(Conformance.OF_PROGRAM.faultsOfWebhook(headers, body));
      if (status < 300) {
        received.add(new Received(exchange.getRequestURI().getPath(), headers, body));
      }
      await(mayAnswer);
      var bytes = answer.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private void await(CountDownLatch latch) {
    holding.incrementAndGet();
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      holding.decrementAndGet();
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  List<Received> received() {
    return received;
  }

  @Override
  public void close() {
    letGoOn();
    var listening = server;
    if (listening != null) {
      listening.stop(0);
    }
    threads.close();
    assertThat(faults).as("what the document of the API says otherwise of webhooks").isEmpty();
  }
}

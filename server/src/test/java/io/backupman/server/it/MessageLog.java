package io.backupman.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/**
 * A webhook receiver with bad manners: now and then it refuses a message, or takes it and hangs up
 * without an answer. What it got goes to a file that is only ever appended to, before it answers.
 */
final class MessageLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HUNG_UP = 0;

  private final Path file;
  private final RandomGenerator random;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  MessageLog(Path file, RandomGenerator random) {
    this.file = file;
    this.random = random;
    try {
      Files.createFile(file);
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  /**
   * One message.
   *
   * @param millis when it came
   * @param answer the status it was answered with, 0 if with none
   */
  record Message(
      long millis, String reportId, String path, String backupId, String status, int answer) {

    /** Whether the sender was told that it had arrived. */
    boolean isTaken() {
      return answer / 100 == 2;
    }

    String line() {
      return "%d %s %s %s %s %d%n".formatted(millis, reportId, path, backupId, status, answer);
    }

    static Message of(String line) {
      var parts = line.split(" ", -1);
      return new Message(
          Long.parseLong(parts[0]),
          parts[1],
          parts[2],
          parts[3],
          parts[4],
          Integer.parseInt(parts[5].strip()));
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var payload =
          JSON.readTree(new String(exchange.getRequestBody().readAllBytes(), UTF_8)).get("Payload");
      var answer = answer();
      append(
          new Message(
              System.currentTimeMillis(),
              exchange.getRequestHeaders().getFirst("webhook-id"),
              exchange.getRequestURI().getPath(),
              payload.get("Id").asText(),
              payload.get("Status").asText(),
              answer));
      if (answer != HUNG_UP) {
        exchange.sendResponseHeaders(answer, -1);
      }
    }
  }

  private synchronized int answer() {
    return switch (random.nextInt(20)) {
      case 0, 1 -> 503;
      case 2 -> HUNG_UP;
      default -> 200;
    };
  }

  private synchronized void append(Message message) throws IOException {
    Files.writeString(file, message.line(), StandardOpenOption.APPEND);
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** What the file says. */
  List<Message> messages() {
    try {
      return Files.readAllLines(file).stream().map(Message::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}

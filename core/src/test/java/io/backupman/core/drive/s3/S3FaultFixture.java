package io.backupman.core.drive.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import io.backupman.core.drive.DriveException;
import io.backupman.core.source.Dump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that does wrong what a test tells it, and a dump that takes two parts. */
@Timeout(120)
abstract class S3FaultFixture {
  static final String NAME = "copy";

  @TempDir Path folder;
  Dump dump = new Dump(Path.of(""), 0, "");
  final ScriptedS3 service;

  S3FaultFixture() throws IOException {
    service = new ScriptedS3();
  }

  @BeforeEach
  final void dump() throws IOException {
    write(S3Dumps.IN_PARTS);
  }

  @AfterEach
  final void stop() {
    service.close();
  }

  final S3Drive drive() {
    return S3Drives.of(service.settings());
  }

  final void store() throws Exception {
    drive().store(dump, NAME, bytes -> {});
  }

  final ThrowableAssertAlternative<DriveException> failsToStore() {
    return assertThatExceptionOfType(DriveException.class).isThrownBy(this::store);
  }

  final void interruptedStore(CountDownLatch hangs) throws Exception {
    var task =
        new FutureTask<>(
            () -> {
              store();
              return true;
            });
    var thread = Thread.ofPlatform().daemon().start(task);
    hangs.await();
    thread.interrupt();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(task::get)
        .withCauseInstanceOf(InterruptedException.class);
  }

  final void assertThatNothingIsLeft() {
    assertThat(service.object(NAME)).isNull();
    assertThat(service.uploads()).isEmpty();
  }

  interface Answer {
    void send(HttpExchange exchange) throws Exception;
  }

  static ScriptedS3.Fault always(String request, Answer answer) {
    return (asked, exchange) -> {
      if (!isAbout(asked, request)) {
        return false;
      }
      answer.send(exchange);
      return true;
    };
  }

  private static boolean isAbout(String asked, String request) {
    return (asked + " ").startsWith(request.isEmpty() ? "" : request + " ");
  }

  static ScriptedS3.Fault once(String request, Answer answer) {
    var times = new AtomicInteger();
    return (asked, exchange) ->
        isAbout(asked, request)
            && times.getAndIncrement() == 0
            && always("", answer).happens(asked, exchange);
  }

  /** Does what it is asked for, but never says so. */
  final ScriptedS3.Fault hanging(String request, CountDownLatch hangs) {
    return always(
        request,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (request.equals("POST copy upload")) {
            service.complete(NAME, service.uploads().keySet().iterator().next());
          }
          if (request.equals("POST copy uploads")) {
            service.uploads().put("copy 0", new TreeMap<>());
          }
          hangs.countDown();
          new CountDownLatch(1).await();
        });
  }

  final void write(int size) throws IOException {
    dump = S3Dumps.write(folder, size);
  }
}

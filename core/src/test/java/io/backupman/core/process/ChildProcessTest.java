package io.backupman.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
  @TempDir Path folder;

  @Test
  void passesOnEveryByte() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ChildProcess process = shell("head -c 3000000 /dev/zero; printf end")) {
      process.copyTo(out);
      assertThat(process.exitCode()).isZero();
    }
    assertThat(out.size()).isEqualTo(3_000_003);
    assertThat(out.toByteArray()).endsWith('e', 'n', 'd');
  }

  @Test
  void keepsOnlyTheEndOfHugeErrorsAndIsNotHeldUpByThem() throws Exception {
    try (ChildProcess process =
        shell("head -c 20000000 /dev/zero | tr '\\0' x >&2; echo >&2; echo last >&2; echo out")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      process.copyTo(out);
      assertThat(process.exitCode()).isZero();
      assertThat(out).hasToString("out\n");
      assertThat(process.lastErrors()).endsWith("last");
      assertThat(String.join("", process.lastErrors())).hasSizeLessThan(8_193);
    }
  }

  @Test
  void tellsTheSignalThatEndedIt() throws Exception {
    try (ChildProcess process = shell("kill -9 $$")) {
      process.copyTo(OutputStream.nullOutputStream());
      assertThat(process.exitCode()).isEqualTo(128 + 9);
    }
  }

  @Test
  void endsAChildThatWasLeftBehindAndHoldsTheOutput() throws Exception {
    Path pid = folder.resolve("pid");
    try (ChildProcess process = shell("sleep 300 & echo $! > " + pid + "; echo done")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      process.copyTo(out);
      assertThat(out).hasToString("done\n");
      assertThat(process.exitCode()).isZero();
    }
    assertEnded(pid);
  }

  @Test
  void endsAChildThatWasLeftBehindInASessionOfItsOwn() throws Exception {
    Path pid = folder.resolve("pid");
    String detached = "setsid sh -c 'echo $$ > " + pid + "; exec sleep 300' >/dev/null 2>&1 &";
    try (ChildProcess process = shell(detached + " while [ ! -s " + pid + " ]; do :; done")) {
      process.copyTo(OutputStream.nullOutputStream());
    }
    assertEnded(pid);
  }

  @Test
  void endsByForceWhatIgnoresBeingAsked() throws Exception {
    Path pid = folder.resolve("pid");
    long start = System.nanoTime();
    try (ChildProcess process =
        shell("trap '' TERM; echo $$ > " + pid + "; while :; do sleep 1; done")) {
      await().until(() -> Files.exists(pid) && Files.size(pid) > 0);
      assertThat(process).isNotNull();
    }
    assertEnded(pid);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void anInterruptIsNoticedWhileNothingComes() throws Exception {
    Path pid = folder.resolve("pid");
    AtomicReference<Object> outcome = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (ChildProcess process = shell("echo $$ > " + pid + "; exec sleep 300")) {
                    process.copyTo(OutputStream.nullOutputStream());
                  } catch (InterruptedException | IOException e) {
                    outcome.set(e);
                  }
                });
    await().until(() -> Files.exists(pid) && Files.size(pid) > 0);
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    assertEnded(pid);
  }

  @Test
  void theFailureOfTheReceiverIsPassedOnAndEndsIt() throws Exception {
    IOException full = new IOException("full");
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        };
    Path pid = folder.resolve("pid");
    assertThatThrownBy(
            () -> {
              try (ChildProcess process = shell("echo $$ > " + pid + "; exec cat /dev/zero")) {
                process.copyTo(broken);
              }
            })
        .isSameAs(full);
    assertEnded(pid);
  }

  @Test
  void readsWhatItIsFed() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ChildProcess process = fed("wc -c")) {
      for (int i = 0; i < 100; i++) {
        process.input().write(new byte[100_000]);
      }
      process.input().write('x');
      process.input().close();
      process.copyTo(out);
      assertThat(process.exitCode()).isZero();
    }
    assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("10000001");
  }

  @Test
  void feedingOneThatHasEndedIsNoFailure() throws Exception {
    try (ChildProcess process = fed("exit 3")) {
      for (int i = 0; i < 100; i++) {
        process.input().write(new byte[100_000]);
      }
      process.input().close();
      assertThat(process.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void anInterruptEndsTheFeedingOfOneThatDoesNotRead() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (ChildProcess process = fed("exec sleep 300")) {
      Thread feeder = Thread.ofPlatform().start(() -> feed(process.input(), thrown));
      await().until(() -> feeder.getState() == Thread.State.WAITING);
      feeder.interrupt();
      feeder.join();
    }
    assertThat(thrown.get()).isInstanceOf(ClosedByInterruptException.class);
  }

  private static void feed(OutputStream input, AtomicReference<Throwable> thrown) {
    try {
      while (true) {
        input.write(new byte[100_000]);
      }
    } catch (IOException e) {
      thrown.set(e);
    }
  }

  private static ChildProcess fed(String script) throws IOException {
    return ChildProcess.startFed(List.of("sh", "-c", script), env -> {});
  }

  @Test
  void aProgramThatIsStartedByAnInterruptedThreadIsNotLeftBehind() throws Exception {
    Path pid = folder.resolve("pid");
    Thread.currentThread().interrupt();
    try (ChildProcess process = shell("echo $$ > " + pid + "; exec sleep 300")) {
      assertThatThrownBy(() -> process.copyTo(OutputStream.nullOutputStream()))
          .isInstanceOf(InterruptedException.class);
      await().until(() -> Files.exists(pid) && Files.size(pid) > 0);
    }
    assertEnded(pid);
  }

  @Test
  void aMissingProgramIsAnIoException() {
    assertThatThrownBy(() -> ChildProcess.start(List.of("/no/such/program"), env -> {}).close())
        .isInstanceOf(IOException.class);
  }

  private static ChildProcess shell(String script) throws IOException {
    return ChildProcess.start(List.of("sh", "-c", script), env -> {});
  }

  /** A zombie, which nobody collects in some containers, has ended too. */
  private static void assertEnded(Path pidFile) throws IOException {
    String pid = Files.readString(pidFile).strip();
    Path status = Path.of("/proc", pid, "status");
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> Files.notExists(status) || Files.readString(status).contains("(zombie)"));
  }
}

package io.backupman.core.process;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program that is run for its output. Closing it ends the program and every process that it
 * started, also those it left behind. For one thread.
 */
public final class ChildProcess implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ChildProcess.class.getName());
  private static final int KEPT_ERROR_BYTES = 8 * 1024;
  private static final Duration POLL = Duration.ofMillis(250);

  /** How long a process that was left behind may hold the output open without writing to it. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final ProcessTree tree;
  private final ProcessInput input;
  private final OutputChunks output;
  private final OutputTail errors = new OutputTail(KEPT_ERROR_BYTES);
  private final Thread errorReader;

  private ChildProcess(ProcessTree tree) {
    this.tree = tree;
    this.input = new ProcessInput(tree.root().getOutputStream());
    this.output = OutputChunks.read(tree.root().getInputStream());
    this.errorReader = Thread.ofPlatform().daemon().name("process-errors").start(this::readErrors);
  }

  /**
   * Starts a program; its standard input is empty.
   *
   * @param environment changes the variables that it gets
   * @throws IOException if it cannot be started
   */
  public static ChildProcess start(List<String> command, Consumer<Map<String, String>> environment)
      throws IOException {
    var process = startFed(command, environment);
    process.input.close();
    return process;
  }

  /**
   * Starts a program; its standard input is what is written to {@link #input}.
   *
   * @param environment changes the variables that it gets
   * @throws IOException if it cannot be started
   */
  public static ChildProcess startFed(
      List<String> command, Consumer<Map<String, String>> environment) throws IOException {
    return start(new ProcessBuilder(command), environment);
  }

  /**
   * Starts a program; its standard input is what is written to {@link #input}, and nobody reads its
   * standard output.
   *
   * @param environment changes the variables that it gets
   * @throws IOException if it cannot be started
   */
  public static ChildProcess startMute(
      List<String> command, Consumer<Map<String, String>> environment) throws IOException {
    var builder = new ProcessBuilder(command);
    return start(builder.redirectOutput(ProcessBuilder.Redirect.DISCARD), environment);
  }

  private static ChildProcess start(
      ProcessBuilder builder, Consumer<Map<String, String>> environment) throws IOException {
    var before = Map.copyOf(builder.environment());
    environment.accept(builder.environment());
    var told = new HashMap<String, String>(builder.environment());
    told.entrySet().removeAll(before.entrySet());
    ensureCarried(builder.command());
    ensureCarried(told.values());
    return new ChildProcess(ProcessTree.start(builder));
  }

  /** Rather than to let a program work on another name than was meant. */
  private static void ensureCarried(Collection<String> words) throws IOException {
    for (var word : words) {
      if (!NativeText.carries(word)) {
        throw new IOException("'%s' %s".formatted(word, NativeText.advice()));
      }
    }
  }

  /** Whether the program itself has ended. */
  public boolean hasEnded() {
    return !tree.root().isAlive();
  }

  /**
   * Its standard input, to be closed at its end. A write waits while the program does not read; an
   * interrupt ends that with a {@link java.nio.channels.ClosedByInterruptException}. What a program
   * that has ended does not read is dropped.
   */
  public OutputStream input() {
    return input;
  }

  /**
   * Passes on the whole standard output. When the program has ended but something it left behind
   * holds its output open, that is waited for only as long as more comes.
   *
   * @throws IOException if {@code out} failed
   */
  public void copyTo(OutputStream out) throws IOException, InterruptedException {
    long lastByte = System.nanoTime();
    while (true) {
      OutputChunks.@Nullable Chunk chunk = output.poll(POLL);
      if (chunk == null) {
        if (tree.root().isAlive()) {
          lastByte = System.nanoTime();
        } else if (System.nanoTime() - lastByte > QUIET.toNanos()) {
          return;
        }
      } else if (chunk.isEnd()) {
        logFailure(chunk.failure());
        return;
      } else {
        out.write(chunk.bytes(), 0, chunk.length());
        output.release(chunk);
        lastByte = System.nanoTime();
      }
    }
  }

  /** A pipe that breaks ends the output; whether that is whole is for others to say. */
  private static void logFailure(@Nullable IOException failure) {
    if (failure != null) {
      LOG.log(System.Logger.Level.WARNING, "A program's output could not be read", failure);
    }
  }

  /** Waits until the program itself has ended; 128 and more is a signal's number on top of 128. */
  public int exitCode() throws InterruptedException {
    return tree.root().waitFor();
  }

  /**
   * The last lines of the standard error, up to 8 KiB. To be asked for at the end: what the program
   * left behind is ended first, since it may hold the errors open.
   */
  public List<String> lastErrors() throws InterruptedException {
    tree.end();
    errorReader.join(QUIET);
    return errors.lines();
  }

  private void readErrors() {
    byte[] buffer = new byte[KEPT_ERROR_BYTES];
    try (var in = tree.root().getErrorStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        errors.add(buffer, 0, n);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A program's errors could not be read", e);
    }
  }

  @Override
  public void close() {
    tree.end();
    input.stop();
    output.stop();
  }
}

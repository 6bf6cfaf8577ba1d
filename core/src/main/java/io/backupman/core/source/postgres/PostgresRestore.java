package io.backupman.core.source.postgres;

import io.backupman.core.process.ChildProcess;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.postgres.sql.PostgresScript;
import io.backupman.core.source.program.FedProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/**
 * Restores one dump into a scratch database: a script as it is, an archive as the script that
 * {@code pg_restore} makes of it, statement by statement ({@link PostgresScript}), with {@code
 * psql}. For one thread.
 */
final class PostgresRestore {
  private static final int BUFFER_BYTES = 128 * 1024;

  private final PostgresClient client;
  private final PostgresSettings scratch;
  private final PostgresRestoreErrors errors;

  PostgresRestore(PostgresClient client, PostgresSettings scratch, PostgresRestoreErrors errors) {
    this.client = client;
    this.scratch = scratch;
    this.errors = errors;
  }

  /**
   * Restores it.
   *
   * @return what of it was not tried, a sentence each
   * @throws SourceException if it cannot be restored
   * @throws IOException if it cannot be read
   */
  List<String> run(InputStream dump, PostgresScratchDatabase database)
      throws IOException, SQLException, InterruptedException {
    var script = fill(dump);
    try (var session = database.session()) {
      var unfilled = PostgresViews.fill(session, script.views(), errors);
      return notTried(script.leftOut(), unfilled);
    }
  }

  private static List<String> notTried(Map<String, Integer> leftOut, List<String> unfilled) {
    var kinds =
        leftOut.entrySet().stream()
            .map(entry -> entry.getValue() + " × " + entry.getKey())
            .collect(Collectors.joining(", "));
    var views = String.join(", ", unfilled);
    return List.of(
            kinds.isEmpty()
                ? ""
                : "Not tried, as it would act outside of the scratch database: %s."
                    .formatted(kinds),
            views.isEmpty()
                ? ""
                : "Not filled, as it could reach outside of the scratch database: %s."
                    .formatted(views))
        .stream()
        .filter(sentence -> !sentence.isEmpty())
        .toList();
  }

  private PostgresScript fill(InputStream dump) throws IOException, InterruptedException {
    var program = client.restorer();
    try (var password = PasswordFile.create(scratch);
        var process = PostgresClient.restore(program, scratch, password.path())) {
      var script = new PostgresScript(process.input());
      int exitCode =
          scratch.format() == PostgresFormat.PLAIN
              ? FedProgram.run(process, dump, script)
              : runArchive(process, dump, script);
      if (exitCode != 0) {
        var name = String.valueOf(program.getFileName());
        throw errors.ofExit(name, exitCode, process.lastErrors());
      }
      return script;
    }
  }

  private int runArchive(ChildProcess process, InputStream dump, PostgresScript script)
      throws IOException, InterruptedException {
    try (var feed = Feed.start(client.scriptWriter(), dump)) {
      var reader = feed.reader();
      reader.copyTo(new WhileItRuns(process, script));
      if (!process.hasEnded()) {
        if (reader.exitCode() != 0) {
          throw errors.ofArchive(reader.lastErrors());
        }
        feed.await();
        script.close();
      }
      return process.exitCode();
    } catch (HasEnded e) {
      return process.exitCode();
    }
  }

  /** Gives a program an archive while its output is read; when closed, nothing is read any more. */
  private record Feed(ChildProcess reader, FutureTask<Void> task, Thread thread)
      implements AutoCloseable {

    static Feed start(ChildProcess reader, InputStream dump) {
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int n = dump.read(buffer);
                    n >= 0 && !reader.hasEnded();
                    n = dump.read(buffer)) {
                  reader.input().write(buffer, 0, n);
                }
                reader.input().close();
                return null;
              });
      return new Feed(
          reader, task, Thread.ofPlatform().daemon().name("archive-reader").start(task));
    }

    void await() throws IOException, InterruptedException {
      try {
        task.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException io) {
          throw io;
        }
        throw new IllegalStateException(e.getCause());
      }
    }

    /** Not cut short by an interrupt: whoever opened the archive closes it next. */
    @Override
    public void close() {
      reader.close();
      task.cancel(true); // It may wait for room in the program's input, which nobody reads now.
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A program reads no more, because it has ended. */
  private static final class HasEnded extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Passes on as long as the one who is to run it does. */
  private static final class WhileItRuns extends OutputStream {
    private final ChildProcess process;
    private final OutputStream out;

    WhileItRuns(ChildProcess process, OutputStream out) {
      this.process = process;
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (process.hasEnded()) {
        throw new HasEnded();
      }
      out.write(bytes, offset, length);
    }
  }
}

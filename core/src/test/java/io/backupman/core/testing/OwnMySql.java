package io.backupman.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A MySQL server in a folder and on a port of its own. */
final class OwnMySql implements MariaDbEngine {
  private final MySqlPrograms programs;
  private final Path folder = TestFolders.create("mysql");
  private final Account account = Account.ofOurs(FreePort.find());
  private @Nullable Process process;

  OwnMySql(MySqlPrograms programs) {
    this.programs = programs;
    initialize();
  }

  private void initialize() {
    try {
      Files.writeString(folder.resolve("init.sql"), account.initFile());
      var initializing = run("--initialize-insecure");
      if (!initializing.waitFor(2, TimeUnit.MINUTES) || initializing.exitValue() != 0) {
        throw new IllegalStateException("mysqld cannot make its files, see " + log());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public Optional<Path> socket() {
    return Optional.of(folder.resolve("s"));
  }

  @Override
  public void start() {
    var started =
        run(
            "--socket=" + folder.resolve("s"),
            "--pid-file=" + folder.resolve("pid"),
            "--init-file=" + folder.resolve("init.sql"),
            "--bind-address=127.0.0.1",
            "--port=" + account.port(),
            "--skip-log-bin");
    process = started;
    Awaitility.await("MySQL, see " + log())
        .atMost(Duration.ofMinutes(2))
        .until(() -> answers(started));
  }

  private boolean answers(Process server) {
    if (!server.isAlive()) {
      throw new IllegalStateException("mysqld ended by itself, see " + log());
    }
    try (var connection =
        DriverManager.getConnection(account.url(""), account.user(), account.password())) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  private Process run(String... arguments) {
    var command = new ArrayList<>(programs.server());
    command.add("--user=" + System.getProperty("user.name"));
    command.add("--datadir=" + folder.resolve("data"));
    command.add("--tmpdir=" + folder);
    command.addAll(List.of(arguments));
    var redirect = ProcessBuilder.Redirect.appendTo(log().toFile());
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(redirect).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return folder.resolve("log.txt");
  }

  @Override
  public void stop() {
    var running = process;
    if (running != null) {
      running.destroy();
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !running.isAlive());
      process = null;
    }
  }

  @Override
  public void delete() {
    TestFolders.delete(folder);
  }
}

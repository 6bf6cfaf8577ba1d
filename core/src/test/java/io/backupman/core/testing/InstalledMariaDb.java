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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A server that is started from the installed programs, in a folder and on a port of its own. */
final class InstalledMariaDb implements MariaDbEngine {
  private final Path program;
  private final List<String> extraArgs;
  private final Path folder = TestFolders.create("mariadb");
  private final Account account = Account.ofOurs(FreePort.find());
  private @Nullable Process process;

  InstalledMariaDb(Path program, String... extraArgs) {
    this.program = program;
    this.extraArgs = List.of(extraArgs);
    install();
  }

  /** One with the same files as a server that is stopped. */
  static InstalledMariaDb like(InstalledMariaDb stopped) {
    return new InstalledMariaDb(stopped);
  }

  private InstalledMariaDb(InstalledMariaDb stopped) {
    this.program = stopped.program;
    this.extraArgs = stopped.extraArgs;
    var copying =
        run(List.of("cp", "-a", stopped.data().toString(), folder.resolve("data").toString()));
    if (!ended(copying, 60) || copying.exitValue() != 0) {
      throw new IllegalStateException("Its files could not be copied, see " + log());
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
    start(List.of("--init-file=" + folder.resolve("init.sql")));
  }

  /** Starts it without its account being made. */
  void start(List<String> moreArgs) {
    var command = new ArrayList<>(List.of(program.toString(), "--no-defaults"));
    command.addAll(
        List.of(
            "--datadir=" + folder.resolve("data"),
            "--socket=" + folder.resolve("s"),
            "--pid-file=" + folder.resolve("pid"),
            temporaryFiles(),
            "--bind-address=127.0.0.1",
            "--port=" + account.port(),
            "--user=" + System.getProperty("user.name"),
            "--innodb-flush-log-at-trx-commit=0",
            "--debug-no-sync"));
    command.addAll(extraArgs);
    command.addAll(moreArgs);
    var started = run(command);
    process = started;
    Awaitility.await("MariaDB, see " + log())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> answers(started));
  }

  @Override
  public void stop() {
    var running = process;
    if (running == null) {
      return;
    }
    running.destroy();
    if (!ended(running, 30)) {
      running.destroyForcibly();
    }
    process = null;
  }

  /** As {@code kill -9}. */
  void kill() {
    var running = Objects.requireNonNull(process);
    running.destroyForcibly();
    ended(running, 30);
    process = null;
  }

  /** Sends it a signal, such as {@code STOP}. */
  void signal(String name) {
    var pid = Long.toString(Objects.requireNonNull(process).pid());
    ended(run(List.of("kill", "-" + name, pid)), 10);
  }

  /** Where its files are. */
  Path data() {
    return folder.resolve("data");
  }

  @Override
  public void delete() {
    TestFolders.delete(folder);
  }

  private void install() {
    try {
      Files.writeString(folder.resolve("init.sql"), account.initFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var installer =
        run(
            List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                temporaryFiles(),
                "--user=" + System.getProperty("user.name"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
    if (!ended(installer, 60) || installer.exitValue() != 0) {
      throw new IllegalStateException("mariadb-install-db failed, see " + log());
    }
  }

  /** A server that starts deletes the temporary tables of others that share its folder. */
  private String temporaryFiles() {
    return "--tmpdir=" + folder;
  }

  private boolean answers(Process server) {
    if (!server.isAlive()) {
      throw new IllegalStateException("mariadbd ended by itself, see " + log());
    }
    try (var connection =
        DriverManager.getConnection(account.url(""), account.user(), account.password())) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  private Process run(List<String> command) {
    var redirect = ProcessBuilder.Redirect.appendTo(log().toFile());
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(redirect).start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command.getFirst(), e);
    }
  }

  private Path log() {
    return folder.resolve("log.txt");
  }

  private static boolean ended(Process process, int seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a MariaDB program ran", e);
    }
  }
}

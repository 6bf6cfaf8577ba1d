package io.backupman.server.command;

import io.backupman.core.audit.AuditAction;
import io.backupman.core.backup.Backup;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.server.app.Application;
import io.backupman.server.command.text.BackupText;
import io.backupman.server.command.text.IdText;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    description = {
      "Stop a backup that runs, in whatever process, and wait until it has ended.",
      "Exit code 0 only if it was stopped."
    })
final class CancelCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final Root root;

  @Parameters(
      paramLabel = "ID",
      converter = IdText.Converter.class,
      description = "The backup; the end of its id will do.")
  private IdText id = new IdText("");

  CancelCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var application = root.open(root.load(root.configFile(), root.silentLogs()))) {
      var running = id.ofBackup(application);
      var backup =
          Recorded.in(application)
              .as(
                  AuditAction.CANCEL_BACKUP,
                  running.toString(),
                  () -> application.ports().backups().operations().cancel(running));
      var ended = awaitEnd(application, backup.id());
      root.out().println(text(ended));
      return exitCode(ended);
    }
  }

  /** The exit code: a backup that failed by itself meanwhile was not stopped. */
  static int exitCode(Backup ended) {
    return ended.isCancelled() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static Backup awaitEnd(Application application, UUID id) throws InterruptedException {
    var begin = System.nanoTime();
    var backup = application.ports().backups().store().existing(id);
    while (backup.status() == BackupStatus.PENDING
        && System.nanoTime() - begin < LONGEST.toNanos()) {
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
      backup = application.ports().backups().store().existing(id);
    }
    return backup;
  }

  private static String text(Backup backup) {
    return backup.status() == BackupStatus.PENDING
        ? backup.label() + ": has not stopped yet; it will as soon as its process sees the wish."
        : BackupText.of(backup);
  }
}

package io.backupman.server.command;

import io.backupman.core.audit.AuditAction;
import io.backupman.core.backup.BackupTrigger;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description =
        "Back up now, and wait until it is done and the report's first attempts are made.")
final class RunCommand implements Callable<Integer> {
  private final Root root;

  @Parameters(
      arity = "0..*",
      paramLabel = "LABEL",
      description = "The data sources; default: all of them.")
  private List<String> labels = List.of();

  RunCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws InterruptedException {
    var application = root.open(root.load(root.configFile(), root.silentLogs()));
    try (var lifetime = Lifetime.of(application)) {
      lifetime.start();
      var progress = new Progress(application, root);
      var operations = application.ports().backups().operations();
      var started =
          Recorded.in(application)
              .as(
                  AuditAction.START_BACKUP,
                  labels.isEmpty() ? null : String.join(", ", labels),
                  () -> operations.start(labels, BackupTrigger.CLI));
      started.alreadyRunning().forEach(progress::alreadyRunning);
      var allFinished = progress.await(started.backups());
      return allFinished && started.alreadyRunning().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}

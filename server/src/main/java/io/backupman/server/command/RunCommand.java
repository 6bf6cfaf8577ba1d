package io.backupman.server.command;

import io.backupman.core.backup.BackupTrigger;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "run",
    description =
        "Back up now, and wait until it is done and the report's first attempts are made.")
final class RunCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Root root;

  @Parameters(
      arity = "0..*",
      paramLabel = "LABEL",
      description = "The data sources; default: all of them.")
  private List<String> labels = List.of();

  @Override
  public Integer call() throws InterruptedException {
    var parent = Parents.of(root);
    var application = parent.open(parent.load(parent.configFile(), parent.silentLogs()));
    try (var lifetime = Lifetime.of(application)) {
      lifetime.start();
      var progress = new Progress(application, parent);
      var started = application.ports().backups().operations().start(labels, BackupTrigger.CLI);
      started.alreadyRunning().forEach(progress::alreadyRunning);
      var allFinished = progress.await(started.backups());
      return allFinished && started.alreadyRunning().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}

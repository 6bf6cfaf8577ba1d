package io.backupman.server.command;

import io.backupman.core.audit.AuditAction;
import io.backupman.server.command.text.IdText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

@Command(
    name = "retry",
    description = {
      "Run a failed backup again, but only what failed: the copies, if its dump is still there.",
      "Waits until it is done and the report's first attempts are made."
    })
final class RetryCommand implements Callable<Integer> {
  private final Root root;

  @Parameters(
      paramLabel = "ID",
      converter = IdText.Converter.class,
      description = "The backup; the end of its id will do.")
  private IdText id = new IdText("");

  RetryCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws InterruptedException {
    var application = root.open(root.load(root.configFile(), root.silentLogs()));
    try (var lifetime = Lifetime.of(application)) {
      lifetime.start();
      var progress = new Progress(application, root);
      var failed = id.ofBackup(application);
      var backup =
          Recorded.in(application)
              .as(
                  AuditAction.RETRY_BACKUP,
                  failed.toString(),
                  () -> application.ports().backups().operations().retry(failed));
      return progress.await(List.of(backup)) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}

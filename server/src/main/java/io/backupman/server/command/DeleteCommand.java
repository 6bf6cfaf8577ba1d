package io.backupman.server.command;

import io.backupman.core.audit.AuditAction;
import io.backupman.core.backup.Backup;
import io.backupman.server.app.Application;
import io.backupman.server.command.text.IdText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = {
      "Remove backups that have ended: their copies on all drives and their records.",
      "Their reports stay."
    })
final class DeleteCommand implements Callable<Integer> {
  private final Root root;

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      converter = IdText.Converter.class,
      description = "The backups; the ends of their ids will do.")
  private List<IdText> ids = List.of();

  DeleteCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var application = root.open(root.load(root.configFile(), root.silentLogs()))) {
      // All of them first: a slip in the last one removes none.
      var backups =
          ids.stream()
              .map(id -> application.ports().backups().store().existing(id.ofBackup(application)))
              .distinct()
              .toList();
      for (var backup : backups) {
        remove(application, backup);
        root.out().println(backup.label() + ": removed (" + backup.id() + ")");
        root.out().flush();
      }
    }
    return ExitCode.OK;
  }

  private static void remove(Application application, Backup backup) throws InterruptedException {
    Recorded.in(application)
        .as(
            AuditAction.DELETE_BACKUP,
            backup.id().toString(),
            () -> {
              application.ports().backups().remover().remove(backup.id());
              return backup;
            });
  }
}

package io.backupman.server.command;

import io.backupman.core.backup.Backup;
import io.backupman.core.request.RequestProblem;
import io.backupman.server.app.Application;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(
    name = "retention",
    description = {
      "Remove the backups that the section retention of the configuration lets go.",
      "A server does that by itself, every hour."
    })
final class RetentionCommand implements Callable<Integer> {
  private final Root root;

  @Option(names = "--dry-run", description = "Only list them.")
  private boolean dryRun;

  RetentionCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var application = root.open(root.load(root.configFile(), root.quietLogs()))) {
      var retention =
          application
              .retention()
              .orElseThrow(
                  () ->
                      RequestProblem.invalid(
                          "Nothing is ever removed: the configuration does not say \"enabled:"
                              + " true\" under retention."));
      var expired = retention.expired();
      expired.forEach(id -> print(application, id));
      if (dryRun) {
        root.out().println(expired.size() + " would be removed.");
        return ExitCode.OK;
      }
      var removed = retention.apply();
      root.out().println(removed + " removed.");
      return removed == expired.size() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private void print(Application application, UUID id) {
    application
        .ports()
        .backups()
        .store()
        .find(id)
        .ifPresent(backup -> root.out().println(line(backup)));
  }

  private static String line(Backup backup) {
    return "%s  %s  %-8s  %s"
        .formatted(
            backup.snapshot().createdAt(), backup.id(), backup.status().word(), backup.label());
  }
}

package io.backupman.server.command;

import io.backupman.core.backup.Backup;
import io.backupman.core.request.RequestProblem;
import io.backupman.server.app.Application;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "retention",
    description = {
      "Remove the backups that the section retention of the configuration lets go.",
      "A server does that by itself, every hour."
    })
final class RetentionCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Root root;

  @Option(names = "--dry-run", description = "Only list them.")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    var parent = Parents.of(root);
    try (var application = parent.open(parent.load(parent.configFile(), parent.quietLogs()))) {
      var retention =
          application
              .retention()
              .orElseThrow(
                  () ->
                      RequestProblem.invalid(
                          "Nothing is ever removed: the configuration does not say \"enabled:"
                              + " true\" under retention."));
      var expired = retention.expired();
      expired.forEach(id -> print(application, id, parent));
      if (dryRun) {
        parent.out().println(expired.size() + " would be removed.");
        return ExitCode.OK;
      }
      var removed = retention.apply();
      parent.out().println(removed + " removed.");
      return removed == expired.size() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static void print(Application application, UUID id, Root parent) {
    application
        .ports()
        .backups()
        .store()
        .find(id)
        .ifPresent(backup -> parent.out().println(line(backup)));
  }

  private static String line(Backup backup) {
    return "%s  %s  %-8s  %s"
        .formatted(
            backup.snapshot().createdAt(), backup.id(), backup.status().word(), backup.label());
  }
}

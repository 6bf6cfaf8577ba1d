package io.backupman.server.command;

import io.backupman.server.command.text.IdText;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "retry",
    description = {
      "Run a failed backup again, but only what failed: the copies, if its dump is still there.",
      "Waits until it is done and the report's first attempts are made."
    })
final class RetryCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Root root;

  @Parameters(
      paramLabel = "ID",
      converter = IdText.Converter.class,
      description = "The backup; the end of its id will do.")
  private IdText id = new IdText("");

  @Override
  public Integer call() throws InterruptedException {
    var parent = Parents.of(root);
    var application = parent.open(parent.load(parent.configFile(), parent.silentLogs()));
    try (var lifetime = Lifetime.of(application)) {
      lifetime.start();
      var progress = new Progress(application, parent);
      var backup = application.ports().backups().operations().retry(id.ofBackup(application));
      return progress.await(List.of(backup)) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}

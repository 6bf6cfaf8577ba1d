package io.backupman.server.command;

import io.backupman.core.backup.Quantities;
import io.backupman.core.store.Database;
import io.backupman.server.app.StartRefusals;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "check",
    description = {
      "Validate the configuration; nothing is started.",
      "Exit code 2 if it is wrong, or if serve would refuse to start with it."
    })
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Root root;

  @Override
  public Integer call() {
    var parent = Parents.of(root);
    var file = parent.configFile();
    try (var loaded = parent.load(file, parent.quietLogs())) {
      var settings = loaded.config().settings();
      var outlook = Database.outlook(settings.database());
      var refusals = StartRefusals.of(settings, outlook);
      if (!refusals.isEmpty()) {
        refusals.forEach(refusal -> parent.err().println(file + ": " + refusal));
        return ExitCode.USAGE;
      }
      var out = parent.out();
      out.printf(
          "%s is valid: %s, %s, %s switched on.%n",
          file,
          Quantities.counted(settings.dataSources().size(), "data source"),
          Quantities.counted(settings.drives().size(), "drive"),
          Quantities.counted(loaded.notifiers().enabled().size(), "notifier"));
      outlook.note().ifPresent(note -> out.println("Note: database: " + note));
      if (settings.dataSources().isEmpty()) {
        out.println("Note: there is no data source, so nothing is backed up.");
      }
      loaded.notifiers().enabled().stream()
          .filter(n -> !n.usable())
          .forEach(n -> out.printf("Note: notifiers.%s: %s%n", n.name(), n.detail()));
      return ExitCode.OK;
    }
  }
}

package io.backupman.server.command;

import io.backupman.core.backup.Quantities;
import io.backupman.core.store.Database;
import io.backupman.server.app.StartRefusals;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

@Command(
    name = "check",
    description = {
      "Validate the configuration; nothing is started.",
      "Exit code 2 if it is wrong, or if serve would refuse to start with it."
    })
final class CheckCommand implements Callable<Integer> {
  private final Root root;

  CheckCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var file = root.configFile();
    try (var loaded = root.load(file, root.quietLogs())) {
      var settings = loaded.config().settings();
      var outlook = Database.outlook(settings.database());
      var refusals = StartRefusals.of(settings, outlook);
      if (!refusals.isEmpty()) {
        refusals.forEach(refusal -> root.err().println(file + ": " + refusal));
        return ExitCode.USAGE;
      }
      var out = root.out();
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

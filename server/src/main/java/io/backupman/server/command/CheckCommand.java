package io.backupman.server.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "check", description = "Validate the configuration; nothing is started.")
final class CheckCommand implements Runnable {
  @ParentCommand private @Nullable Root root;

  @Override
  public void run() {
    var parent = Parents.of(root);
    var file = parent.configFile();
    try (var loaded = parent.load(file, parent.quietLogs())) {
      var settings = loaded.config().settings();
      var out = parent.out();
      out.printf(
          "%s is valid: %s data source(s), %s drive(s), %s notifier(s) switched on.%n",
          file,
          settings.dataSources().size(),
          settings.drives().size(),
          loaded.notifiers().enabled().size());
      if (settings.dataSources().isEmpty()) {
        out.println("Note: there is no data source, so nothing is backed up.");
      }
      loaded.notifiers().enabled().stream()
          .filter(n -> !n.usable())
          .forEach(n -> out.printf("Note: notifiers.%s: %s%n", n.name(), n.detail()));
    }
  }
}

package io.backupman.server.command;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.PluginFile;
import io.backupman.notifier.spi.Destination;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(
    name = "notifiers",
    description = "Show the configured notifiers and the plugins, or test a notifier.",
    subcommands = NotifiersTestCommand.class)
final class NotifiersCommand implements Runnable {
  private final Root root;

  NotifiersCommand(Root root) {
    this.root = root;
  }

  @Command(name = "list", description = "Show the configured notifiers and the plugins.")
  void list() {
    run();
  }

  @Override
  public void run() {
    try (var loaded = root.load(root.configFile(), root.quietLogs())) {
      var out = root.out();
      if (loaded.notifiers().all().isEmpty()) {
        out.println("No notifier is configured.");
      }
      loaded.notifiers().all().forEach(n -> out.println(text(n)));
      loaded.notifiers().plugins().forEach(p -> out.println(text(p)));
    }
  }

  private static String text(ConfiguredNotifier n) {
    var head =
        "%s (%s, %s): "
            .formatted(n.name(), n.type(), n.source().isEmpty() ? "no plugin" : n.source());
    if (!n.enabled()) {
      return head + "switched off";
    }
    return head
        + (n.usable()
            ? n.destinations().stream().map(Destination::name).collect(Collectors.joining(", "))
            : "not usable. " + n.detail());
  }

  private static String text(PluginFile plugin) {
    return "plugin "
        + plugin.file()
        + ": "
        + (plugin.loaded() ? String.join(", ", plugin.types()) : "not loaded. " + plugin.detail());
  }
}

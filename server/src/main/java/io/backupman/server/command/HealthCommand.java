package io.backupman.server.command;

import io.backupman.core.health.HealthCheck.Component;
import io.backupman.server.command.terminal.Palette;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

@Command(
    name = "health",
    description = "Show whether all parts can be used now; exit code 1 if one cannot.")
final class HealthCommand implements Callable<Integer> {
  private final Root root;

  HealthCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var loaded = root.load(root.configFile(), root.silentLogs());
    UnaryOperator<String> mask = loaded.source().secrets()::mask;
    try (var application = root.open(loaded)) {
      var health = application.ports().health().check();
      var palette = root.terminal().palette();
      Consumer<String> out = line -> root.out().println(mask.apply(line));
      print(out, palette, "own database", health.database());
      print(out, palette, "drive", health.drives());
      print(out, palette, "data source", health.dataSources());
      print(out, palette, "notifier", health.notifiers());
      return health.up() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static void print(
      Consumer<String> out, Palette palette, String kind, Map<String, Component> components) {
    components.forEach(
        (name, component) -> print(out, palette, kind + " \"" + name + "\"", component));
  }

  private static void print(
      Consumer<String> out, Palette palette, String what, Component component) {
    out.accept(
        (component.up() ? palette.good("UP") + "   " : palette.bad("DOWN") + " ")
            + " "
            + what
            + tail(component));
  }

  private static String tail(Component component) {
    return component.detail().isEmpty() ? "" : ": " + component.detail();
  }
}

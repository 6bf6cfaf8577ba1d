package io.backupman.server.command;

import io.backupman.core.health.HealthCheck.Component;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "health",
    description = "Show whether all parts can be used now; exit code 1 if one cannot.")
final class HealthCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Root root;

  @Override
  public Integer call() {
    var parent = Parents.of(root);
    try (var application = parent.open(parent.load(parent.configFile(), parent.silentLogs()))) {
      var health = application.health().check();
      var out = parent.out();
      print(out, "own database", health.database());
      print(out, "drive", health.drives());
      print(out, "data source", health.dataSources());
      print(out, "notifier", health.notifiers());
      return health.up() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static void print(PrintWriter out, String kind, Map<String, Component> components) {
    components.forEach((name, component) -> print(out, kind + " \"" + name + "\"", component));
  }

  private static void print(PrintWriter out, String what, Component component) {
    out.printf("%-5s %s%n", component.up() ? "UP" : "DOWN", what + tail(component));
  }

  private static String tail(Component component) {
    return component.detail().isEmpty() ? "" : ": " + component.detail();
  }
}

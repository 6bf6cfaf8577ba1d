package io.backupman.notifier.file;

import io.backupman.notifier.testkit.ExampleReport;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A process of its own that appends reports: arguments are the file, a label, how many. */
public final class AppendingProcess {
  private AppendingProcess() {}

  /** Appends, and exits with 0 if every line was taken. */
  public static void main(String[] arguments) throws Exception {
    var settings = MapSettings.of("log", Map.of("path", arguments[0]));
    try (var notifier = new FileNotifierProvider().create(settings, new FixedContext("log"))) {
      var report = ExampleReport.finished().sha256(arguments[1]).build();
      for (var i = 0; i < Integer.parseInt(arguments[2]); i++) {
        notifier.send(ExampleReport.about(report), notifier.destinations().getFirst());
      }
    }
  }

  /** Starts it. */
  static Process start(Path file, String mark, int count) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            AppendingProcess.class.getName(),
            file.toString(),
            mark,
            Integer.toString(count))
        .inheritIO()
        .start();
  }
}

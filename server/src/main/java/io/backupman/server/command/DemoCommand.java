package io.backupman.server.command;

import io.backupman.api.ListenException;
import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupTrigger;
import io.backupman.server.app.Application;
import io.backupman.server.command.text.ShellWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description =
        "Run a whole Backupman in a folder of its own: back up a sample database, deliver the"
            + " report, and say what to look at.")
final class DemoCommand implements Callable<Integer> {
  private final Root root;

  @Option(
      names = {"-f", "--folder"},
      paramLabel = "FOLDER",
      description = "Where it lives; default: ./backupman-demo.")
  private Path folder = Path.of("backupman-demo");

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      converter = Port.Converter.class,
      description = "The port to listen on; default: 8080, or any that is free.")
  private @Nullable Port port;

  DemoCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var demo = new DemoFolder(folder.toAbsolutePath().normalize());
    demo.prepare();
    var application = root.open(root.load(demo.config(), root.quietLogs()));
    try (var lifetime = Lifetime.of(application)) {
      lifetime.start();
      show(application, demo, listen(application, lifetime));
      lifetime.awaitEnd();
    }
    return ExitCode.OK;
  }

  private void show(Application application, DemoFolder demo, int port)
      throws InterruptedException {
    var out = root.out();
    out.println("A backup of the sample database:");
    var started = application.ports().backups().operations().start(List.of(), BackupTrigger.CLI);
    new Progress(application, root).await(started.backups());
    var backup =
        application.ports().backups().store().find(started.backups().getFirst().id()).orElseThrow();
    out.println();
    out.println(guide(demo, port, backup));
    out.flush();
  }

  private int listen(Application application, Lifetime lifetime) {
    try {
      return application.serve(port == null ? null : port.number(), lifetime::endAsFailed);
    } catch (ListenException e) {
      if (port != null) {
        throw e;
      }
      return application.serve(0, lifetime::endAsFailed);
    }
  }

  private static String guide(DemoFolder demo, int port, Backup backup) {
    return """
        Backupman runs on http://localhost:%1$s. Look at it from another terminal:

          the backups     curl -s -H 'X-Api-Key: %2$s' localhost:%1$s/api/backups
          the report      curl -s -H 'X-Api-Key: %2$s' localhost:%1$s/api/reports/%3$s
          send it again   curl -s -X POST -H 'X-Api-Key: %4$s' localhost:%1$s/api/admin/reports/%3$s/resend
          what arrived    tail -f %5$s
          back up again   curl -s -X POST -H 'X-Api-Key: %2$s' localhost:%1$s/api/backups
          the health      curl -s localhost:%1$s/health

        Everything is in %6$s; the configuration is %7$s.
        Ctrl-C stops it. Started again, it still knows everything."""
        .formatted(
            port,
            DemoFolder.KEY,
            backup.reportId(),
            DemoFolder.ADMIN_KEY,
            ShellWord.of(demo.reports()),
            demo.folder(),
            demo.config());
  }
}

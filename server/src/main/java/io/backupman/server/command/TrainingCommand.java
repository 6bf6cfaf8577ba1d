package io.backupman.server.command;

import io.backupman.core.backup.BackupTrigger;
import io.backupman.server.app.Application;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** What servers and their users do first and most, for the JVM to learn what that needs. */
@Command(name = "training", hidden = true)
final class TrainingCommand implements Callable<Integer> {
  private static final List<String> COMMANDS = List.of("list", "health", "check", "version");

  private final Root root;

  @Parameters(paramLabel = "FOLDER")
  private Path folder = Path.of(".");

  TrainingCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var demo = new DemoFolder(folder.resolve("demo").toAbsolutePath());
    demo.prepare();
    try (var application = root.open(root.load(demo.config(), root.silentLogs()))) {
      application.start();
      backUp(application);
      look(application.serve(0, () -> {}));
    }
    for (var command : COMMANDS) {
      Root.commandLine(System.getenv()).execute("-c", demo.config().toString(), command);
    }
    return ExitCode.OK;
  }

  private void backUp(Application application) throws InterruptedException {
    var started = application.ports().backups().operations().start(List.of(), BackupTrigger.CLI);
    new Progress(application, root).await(started.backups());
  }

  private static void look(int port) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      for (var path : List.of("/health", "/api/backups?limit=50", "/api/reports")) {
        var request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-Api-Key", DemoFolder.KEY);
        client.send(request.build(), BodyHandlers.ofByteArray());
      }
    }
  }
}

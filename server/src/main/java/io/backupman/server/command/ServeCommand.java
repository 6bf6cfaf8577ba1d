package io.backupman.server.command;

import io.backupman.server.app.Application;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "serve", description = "Run the server: HTTP API and delivery of reports.")
final class ServeCommand implements Callable<Integer> {
  private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());

  @ParentCommand private @Nullable Root root;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "The port to listen on; overrides http.port.")
  private @Nullable Integer port;

  @Override
  public Integer call() {
    var parent = Parents.of(root);
    var loaded = parent.load(parent.configFile(), parent.serverLogs());
    var http = loaded.config().settings().http();
    var refusal = http.refusal();
    if (refusal.isPresent()) {
      loaded.close();
      parent.err().println(refusal.get());
      return ExitCode.USAGE;
    }
    var application = parent.open(loaded);
    try (var lifetime = Lifetime.of(application)) {
      lifetime.start();
      listen(application, parent, http.host());
      lifetime.awaitEnd();
    }
    return ExitCode.OK;
  }

  private void listen(Application application, Root parent, String host) {
    var listening = application.serve(port);
    LOG.log(
        System.Logger.Level.INFO,
        "Backupman {0} listens on {1} port {2}.",
        parent.build().version(),
        host,
        String.valueOf(listening));
  }
}

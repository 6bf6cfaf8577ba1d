package io.backupman.server.command;

import io.backupman.server.app.Application;
import io.backupman.server.app.StartupCache;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(name = "serve", description = "Run the server: HTTP API and delivery of reports.")
final class ServeCommand implements Callable<Integer> {
  private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());

  private final Root root;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      converter = Port.Converter.class,
      description = "The port to listen on; overrides http.port.")
  private @Nullable Port port;

  ServeCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var opened = open();
    if (opened.isEmpty()) {
      return ExitCode.USAGE;
    }
    var application = opened.get();
    try (var lifetime = Lifetime.ofServer(application)) {
      lifetime.start();
      listen(application, lifetime);
      StartupCache.own().ifPresent(StartupCache::makeInBackground);
      lifetime.awaitEnd();
    }
    return ExitCode.OK;
  }

  /** Apart, so that nobody holds on to what was loaded first when a reload has replaced it. */
  private Optional<Application> open() {
    var loaded = root.loadForServer();
    var refusal = loaded.config().settings().http().refusal();
    if (refusal.isPresent()) {
      loaded.close();
      root.err().println(refusal.get());
      return Optional.empty();
    }
    return Optional.of(root.open(loaded));
  }

  private void listen(Application application, Lifetime lifetime) {
    var listening = application.serve(port == null ? null : port.number(), lifetime::endAsFailed);
    LOG.log(
        System.Logger.Level.INFO,
        "Backupman {0} listens on {1} port {2}.",
        root.build().version(),
        application.settings().http().host(),
        String.valueOf(listening));
  }
}

package io.backupman.server.command;

import io.backupman.server.app.StartupCache;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

@Command(
    name = "startup-cache",
    description =
        "Make the file with which the program starts in half the time. \"serve\" does so by itself,"
            + " where it may write beside the program.")
final class StartupCacheCommand implements Callable<Integer> {
  private final Root root;

  StartupCacheCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    root.quietLogs();
    var cache = StartupCache.own();
    if (cache.isEmpty()) {
      root.err().println("Only the program's launcher, \"backupman\", uses a start-up cache.");
      return ExitCode.SOFTWARE;
    }
    cache.get().make();
    root.out().println(cache.get().file());
    return ExitCode.OK;
  }
}

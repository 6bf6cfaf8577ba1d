package io.backupman.server.command;

import io.backupman.server.command.text.VersionText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Runnable {
  @ParentCommand private @Nullable Root root;

  @Override
  public void run() {
    Parents.of(root).out().println(new VersionText().getVersion()[0]);
  }
}

package io.backupman.server.command;

import io.backupman.server.command.text.VersionText;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Runnable {
  private final Root root;

  VersionCommand(Root root) {
    this.root = root;
  }

  @Override
  public void run() {
    root.out().println(new VersionText().getVersion()[0]);
  }
}

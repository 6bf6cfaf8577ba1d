package io.backupman.server;

import io.backupman.server.command.Root;

/** Where the program begins. */
public final class Main {
  private Main() {}

  /** Runs a command and ends with its exit code: 0 done, 1 failed, 2 usage or configuration. */
  public static void main(String[] args) {
    System.exit(Root.commandLine(System.getenv()).execute(args));
  }
}

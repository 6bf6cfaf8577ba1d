package io.backupman.server;

import io.backupman.server.app.ProgramFolder;
import io.backupman.server.command.Root;
import java.util.List;
import java.util.Locale;

/** Where the program begins. */
public final class Main {
  private Main() {}

  /** Runs a command and ends with its exit code: 0 done, 1 failed, 2 usage or configuration. */
  public static void main(String[] args) {
    // Whatever formats without saying for whom, in libraries and plugins too: no foreign digits in
    // ports.
    Locale.setDefault(Locale.ROOT);
    ProgramFolder.own().ifPresent(ProgramFolder::keep);
    System.exit(Root.commandLine(System.getenv(), List.of(args)).execute(args));
  }
}

package io.backupman.server.command;

import java.nio.file.Path;

/** Paths as one types them into a shell. */
final class ShellWord {
  private ShellWord() {}

  static String of(Path path) {
    var text = path.toString();
    return text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}

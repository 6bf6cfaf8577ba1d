package io.backupman.server.command.text;

import java.nio.file.Path;

/** Paths as one types them into a shell. */
public final class ShellWord {
  private ShellWord() {}

  public static String of(Path path) {
    var text = path.toString();
    return text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}

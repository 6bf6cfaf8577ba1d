package io.backupman.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * MySQL's own programs for Linux on x86-64, in a folder that is a root of a Debian system: Debian
 * has MySQL in unstable only, whose libraries are not those of this machine. They are run by the
 * dynamic linker of that root, which needs neither privileges nor an installation.
 */
public final class MySqlPrograms {
  private static final String ROOT = "BACKUPMAN_TEST_MYSQL_ROOT";

  private final Path root;

  private MySqlPrograms(Path root) {
    this.root = root;
  }

  /** Those of the folder that {@code BACKUPMAN_TEST_MYSQL_ROOT} names; prints which, or why not. */
  @SuppressWarnings("SystemOut")
  public static Optional<MySqlPrograms> find() {
    var root = System.getenv(ROOT);
    if (root == null || root.isBlank()) {
      System.out.println(
          "MySQL for tests: none, so its tests are skipped; " + ROOT + " names no folder.");
      return Optional.empty();
    }
    System.out.println("MySQL for tests: " + root);
    return Optional.of(new MySqlPrograms(Path.of(root)));
  }

  /** What {@code mysqld} needs to find its own files. */
  List<String> server() {
    var command = new ArrayList<>(command("usr/sbin/mysqld"));
    command.addAll(
        List.of(
            "--no-defaults",
            "--basedir=" + root.resolve("usr"),
            "--character-sets-dir=" + root.resolve("usr/share/mysql/charsets"),
            "--lc-messages-dir=" + root.resolve("usr/share/mysql"),
            "--plugin-dir=" + root.resolve("usr/lib/mysql/plugin"),
            "--secure-file-priv=",
            "--mysqlx=0"));
    return command;
  }

  /** The command for one of its programs, such as {@code usr/bin/mysql}. */
  public List<String> command(String program) {
    return List.of(
        root.resolve("usr/lib64/ld-linux-x86-64.so.2").toString(),
        "--library-path",
        root.resolve("usr/lib/x86_64-linux-gnu") + ":" + root.resolve("usr/lib/mysql/private"),
        root.resolve(program).toString());
  }

  /** Puts a script into a folder that runs one of the programs, under its own name. */
  public Path script(String program, Path folder) throws IOException {
    var quoted = command(program).stream().map(part -> "'" + part + "'").toList();
    var script = folder.resolve(Path.of(program).getFileName().toString());
    Files.writeString(script, "#!/bin/sh\nexec " + String.join(" ", quoted) + " \"$@\"\n");
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("Cannot make " + script + " executable");
    }
    return script;
  }
}

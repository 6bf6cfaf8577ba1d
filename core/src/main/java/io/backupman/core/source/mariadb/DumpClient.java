package io.backupman.core.source.mariadb;

import io.backupman.core.source.MariaDbSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dump program and the dialect of options that it understands.
 *
 * @param program where it is
 * @param arguments words that stand before its options
 * @param flavour whose it is
 * @param keepsHistory whether it can dump the history of system-versioned tables
 */
record DumpClient(Path program, List<String> arguments, DumpFlavour flavour, boolean keepsHistory) {
  private static final List<String> COMMON =
      List.of(
          "--single-transaction",
          "--quick",
          "--routines",
          "--events",
          "--triggers",
          "--hex-blob",
          "--default-character-set=utf8mb4",
          "--max-allowed-packet=1G");

  /**
   * The command for a dump. The option file stands first of the options and alone ({@code
   * --defaults-file}): with {@code --defaults-extra-file} a {@code force} or {@code skip-comments}
   * in a user's own {@code my.cnf} would undo the proof that the dump is whole.
   *
   * @param history whether the history of system-versioned tables is dumped too
   */
  List<String> command(Path optionFile, MariaDbSettings settings, boolean history) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(arguments);
    command.add("--defaults-file=" + optionFile);
    command.addAll(COMMON);
    if (flavour != DumpFlavour.MARIADB) {
      command.addAll(mySql());
    }
    if (history) {
      command.add("--dump-history");
    }
    command.addAll(flavour.tls(settings.tls()));
    command.add("--");
    command.add(settings.dbName());
    return command;
  }

  private List<String> mySql() {
    // Table spaces take the PROCESS privilege and only say something of NDB's log files; the GTIDs
    // of the old server have no place in a dump that is restored elsewhere.
    var always = Stream.of("--no-tablespaces", "--set-gtid-purged=OFF");
    Stream<String> extra =
        flavour == DumpFlavour.MYSQL_8
            ? Stream.of("--column-statistics=0") // older servers and MariaDB have none
            : Stream.empty();
    return Stream.concat(always, extra).toList();
  }
}

package io.backupman.core.source;

import io.backupman.core.net.TlsMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dump program and the dialect of options that it understands.
 *
 * @param program where it is
 * @param flavour whose it is
 */
record DumpClient(Path program, DumpFlavour flavour) {
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
   * The command for a dump. The option file stands first and alone ({@code --defaults-file}): with
   * {@code --defaults-extra-file} a {@code force} or {@code skip-comments} in a user's own {@code
   * my.cnf} would undo the proof that the dump is whole.
   */
  List<String> command(Path optionFile, MariaDbSettings settings) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--defaults-file=" + optionFile);
    command.addAll(COMMON);
    command.addAll(
        flavour == DumpFlavour.MARIADB ? mariaDb(settings.tls()) : mySql(settings.tls()));
    command.add("--");
    command.add(settings.dbName());
    return command;
  }

  private static List<String> mariaDb(TlsMode tls) {
    return switch (tls) {
      case OFF -> List.of("--skip-ssl");
      case VERIFY -> List.of("--ssl", "--ssl-verify-server-cert");
      case SKIP_VERIFY -> List.of("--ssl", "--skip-ssl-verify-server-cert");
    };
  }

  private List<String> mySql(TlsMode tls) {
    Stream<String> extra =
        flavour == DumpFlavour.MYSQL_8
            ? Stream.of("--column-statistics=0") // older servers and MariaDB have none
            : Stream.empty();
    // Table spaces take the PROCESS privilege and only say something of NDB's log files; the GTIDs
    // of the old server have no place in a dump that is restored elsewhere.
    Stream<String> always = Stream.of("--no-tablespaces", "--set-gtid-purged=OFF");
    return Stream.of(always, extra, mySqlTls(tls)).flatMap(options -> options).toList();
  }

  private Stream<String> mySqlTls(TlsMode tls) {
    return switch (tls) {
      // Without encryption MySQL 8's usual sign-in needs the server's key for the password.
      case OFF ->
          flavour == DumpFlavour.MYSQL_8
              ? Stream.of("--ssl-mode=DISABLED", "--get-server-public-key")
              : Stream.of("--ssl-mode=DISABLED");
      case VERIFY ->
          Stream.concat(
              Stream.of("--ssl-mode=VERIFY_IDENTITY"),
              TrustedAuthorities.file().map(file -> "--ssl-ca=" + file).stream());
      case SKIP_VERIFY -> Stream.of("--ssl-mode=REQUIRED");
    };
  }
}

package io.backupman.core.source.mariadb;

import io.backupman.core.net.TlsMode;
import io.backupman.core.process.ChildProcess;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.source.mariadb.sql.LongestInsert;
import io.backupman.core.source.program.ScriptOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A MySQL or MariaDB database, dumped by {@code mariadb-dump} or {@code mysqldump}. A dump counts
 * as whole only if the program ended with 0, all its output was read, and that ends with the line
 * that the program writes last: with {@code --force} it writes the line after errors too, and
 * behind a pipe in a script its exit code is lost.
 */
public final class MariaDbSource implements DataSource {
  /** Names an option file of MySQL's that is read whatever else is said; this one is not there. */
  private static final String LOGIN_FILE = "MYSQL_TEST_LOGIN_FILE";

  private final MariaDbSettings settings;
  private final SearchPath path;
  private final DumpClientFinder finder;
  private final MariaDbErrors errors;

  /**
   * Describes it; nothing is started yet.
   *
   * @param path where the dump program is looked for
   */
  public MariaDbSource(MariaDbSettings settings, SearchPath path) {
    this.settings = settings;
    this.path = path;
    this.finder = new DumpClientFinder(path, settings.dumpCommand());
    this.errors = new MariaDbErrors(settings);
  }

  @Override
  public SourceSettings settings() {
    return settings.common();
  }

  @Override
  public String fileType() {
    return "sql";
  }

  @Override
  public List<String> dump(OutputStream out, Runnable heartbeat)
      throws IOException, InterruptedException {
    return dump(plan(), out);
  }

  /**
   * Looks at the database before it is dumped.
   *
   * @throws SourceException if its dump could not be restored, or lack something without a word
   */
  DumpPlan plan() throws InterruptedException {
    var known =
        new MariaDbConnections(settings, errors)
            .asked(connection -> DatabaseFacts.of(connection, settings));
    var client = finder.client(known.map(facts -> facts.version().isMySql()).orElse(false));
    if (known.isEmpty()) {
      insistOnEncryption(client); // or it was asked over an encrypted connection just now
      return DumpPlan.blind(client, settings.user());
    }
    var facts = known.get();
    insistOnRestorable(client, facts);
    insistOnSight(facts.trouble());
    return DumpPlan.of(client, facts);
  }

  /** Dumps as planned, and says what {@link #dump(OutputStream, Runnable)} does. */
  List<String> dump(DumpPlan plan, OutputStream out) throws IOException, InterruptedException {
    var client = plan.client();
    try (var options = OptionFile.create(settings);
        var process = start(client.command(options.path(), settings, plan.history()))) {
      var script = new ScriptOutput(out);
      var longest = new LongestInsert(script);
      process.copyTo(longest);
      prove(client.program().getFileName().toString(), process, script);
      return Stream.concat(
              plan.warnings().stream(),
              PacketWarning.of(longest, new MariaDbConnections(settings, errors)).stream())
          .toList();
    }
  }

  private static void insistOnSight(Optional<String> hidden) {
    if (hidden.isPresent()) {
      throw new SourceException(hidden.get());
    }
  }

  /** MySQL takes no values for generated columns, and MariaDB's program writes some. */
  private void insistOnRestorable(DumpClient client, DatabaseFacts facts) {
    var column = facts.generatedColumn();
    if (client.flavour() == DumpFlavour.MARIADB && column != null) {
      throw new SourceException(
          "%s is a MySQL server, and %s is MariaDB's: of tables with generated columns, such as %s, it makes a dump that MySQL cannot restore. Install MySQL's own mysqldump, or name it in dump_command."
              .formatted(settings.server(), client.program().getFileName(), column));
    }
  }

  /**
   * MariaDB's programs that are not to verify the certificate go on in the clear, without a word,
   * where the server has no encryption; the driver refuses.
   */
  private void insistOnEncryption(DumpClient client) {
    if (settings.tls() == TlsMode.SKIP_VERIFY && client.flavour() == DumpFlavour.MARIADB) {
      new MariaDbConnections(settings, errors).attempt();
    }
  }

  @Override
  public Optional<VerifiedSource> verified() {
    return Optional.ofNullable(settings.scratch())
        .map(server -> new MariaDbRestoreVerifier(this, settings, server, path))
        .map(verifier -> new VerifiedSource(this, verifier));
  }

  /** Where the dump program is that fits a MySQL server, or a MariaDB. */
  Path dumpProgram(boolean mySql) {
    return finder.program(mySql);
  }

  private static ChildProcess start(List<String> command) {
    try {
      return ChildProcess.start(command, MariaDbSource::isolate);
    } catch (IOException e) {
      throw new SourceException(
          "The dump program could not be started: %s.".formatted(e.getMessage()), e);
    }
  }

  private void prove(String program, ChildProcess process, ScriptOutput script)
      throws InterruptedException {
    int exitCode = process.exitCode();
    var printed = process.lastErrors();
    if (exitCode != 0) {
      throw errors.ofExit(program, exitCode, printed);
    }
    if (!script.endsWith(ScriptOutput.MARIADB_END)) {
      throw errors.ofTruncation(program, printed);
    }
  }

  /** Takes away every variable that changes what the programs do. */
  static void isolate(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("MYSQL_")
                    || name.startsWith("MARIADB_")
                    || name.startsWith("LIBMYSQL_"));
    environment.put(LOGIN_FILE, "/dev/null/none");
  }

  @Override
  public void removeLeftovers() throws IOException {
    OptionFile.removeLeftover(settings);
  }

  @Override
  public void check() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("The check was interrupted");
    }
    finder.program();
    var signIn = new MariaDbConnections(settings, errors);
    signIn.attempt();
    signIn
        .asked(connection -> DatabaseFacts.trouble(connection, settings))
        .ifPresent(MariaDbSource::insistOnSight);
  }
}

package io.backupman.core.source.postgres;

import io.backupman.core.process.ChildProcess;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.source.program.ScriptOutput;
import io.backupman.core.source.program.TeeOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database, dumped by {@code pg_dump}. A dump counts as whole only if the program
 * ended with 0, all its output was read, and that is whole: a script has the line near its end that
 * the program writes last; an archive is read by {@code pg_restore} to its end, since its table of
 * contents, which stands at the beginning, is there in a half one too.
 */
public final class PostgresSource implements DataSource {
  /** All that {@code pg_dump} leaves out with no more than a warning. */
  private static final String NO_SUBSCRIPTIONS = "subscriptions not dumped";

  private final PostgresSettings settings;
  private final PostgresClient client;
  private final PostgresErrors errors;

  /**
   * Describes it; nothing is started yet.
   *
   * @param path where the programs are looked for
   */
  public PostgresSource(PostgresSettings settings, SearchPath path) {
    this.settings = settings;
    this.client = new PostgresClient(settings, path);
    this.errors = new PostgresErrors(settings);
  }

  @Override
  public SourceSettings settings() {
    return settings.common();
  }

  @Override
  public String fileType() {
    return settings.format().fileType();
  }

  @Override
  public List<String> dump(OutputStream out, Runnable heartbeat)
      throws IOException, InterruptedException {
    return dump(out, (String) null);
  }

  /**
   * Dumps what a transaction sees that has exported its snapshot, and goes on until this returns.
   *
   * @param snapshot its name; {@code null} dumps what is there now
   */
  List<String> dump(OutputStream out, @Nullable String snapshot)
      throws IOException, InterruptedException {
    var program = client.dumpProgram();
    var warnings = new PostgresSight(settings, errors).ensure();
    try (var password = PasswordFile.create(settings);
        var process = client.dump(program, password.path(), snapshot)) {
      switch (settings.format()) {
        case PLAIN -> copyScript(name(program), process, out);
        case CUSTOM -> copyArchive(program, process, out);
      }
    }
    return warnings;
  }

  @Override
  public Optional<VerifiedSource> verified() {
    return Optional.ofNullable(settings.scratch())
        .map(server -> new PostgresRestoreVerifier(this, settings, server, client))
        .map(verifier -> new VerifiedSource(this, verifier));
  }

  private static String name(Path program) {
    return String.valueOf(program.getFileName());
  }

  private void copyScript(String program, ChildProcess process, OutputStream out)
      throws IOException, InterruptedException {
    var script = new ScriptOutput(out);
    process.copyTo(script);
    ensureSuccess(program, process);
    if (!script.hasNearItsEnd(ScriptOutput.POSTGRES_END)) {
      throw errors.ofTruncation(program, process.lastErrors());
    }
  }

  private void copyArchive(Path program, ChildProcess process, OutputStream out)
      throws IOException, InterruptedException {
    try (var reader = client.reader(program)) {
      process.copyTo(new TeeOutput(out, reader.input()));
      ensureSuccess(name(program), process);
      reader.input().close();
      reader.copyTo(OutputStream.nullOutputStream());
      if (reader.exitCode() != 0) {
        throw errors.ofArchive("pg_restore", reader.lastErrors());
      }
    }
  }

  private void ensureSuccess(String program, ChildProcess process) throws InterruptedException {
    int exitCode = process.exitCode();
    var printed = process.lastErrors();
    if (exitCode != 0) {
      throw errors.ofExit(program, exitCode, printed);
    }
    if (printed.stream().anyMatch(line -> line.contains(NO_SUBSCRIPTIONS))) {
      throw errors.ofSubscriptions();
    }
  }

  @Override
  public void removeLeftovers() throws IOException {
    PasswordFile.removeLeftover(settings);
  }

  @Override
  public void check() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("The check was interrupted");
    }
    client.dumpProgram();
    new PostgresSignIn(settings, errors).attempt();
  }
}

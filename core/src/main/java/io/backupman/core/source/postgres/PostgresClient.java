package io.backupman.core.source.postgres;

import io.backupman.core.net.TlsMode;
import io.backupman.core.process.ChildProcess;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Compression;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.program.ProgramFinder;
import io.backupman.core.source.program.TrustedAuthorities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts {@code pg_dump}, and {@code pg_restore} to read what it wrote. */
final class PostgresClient {
  private static final String MISSING =
      "%s was not found on the PATH. Install the package postgresql-client (Debian, Ubuntu), postgresql (RHEL, Fedora) or postgresql<version>-client (Alpine)%s.";

  /** Longer than a change of a table takes, shorter than what counts as a standstill. */
  private static final String LOCK_WAIT_MILLIS = "300000";

  private static final String CONNECT_SECONDS = "30";

  private static final List<String> PSQL =
      List.of(
          "--no-psqlrc",
          "--quiet",
          "--set=ON_ERROR_STOP=1",
          "--set=VERBOSITY=terse", // no rows in what it says of an error
          "--set=SHOW_CONTEXT=never",
          "--file=-");

  private final PostgresSettings settings;
  private final SearchPath path;
  private final ProgramFinder dumpFinder;

  PostgresClient(PostgresSettings settings, SearchPath path) {
    this.settings = settings;
    this.path = path;
    this.dumpFinder =
        new ProgramFinder(
            path,
            settings.dumpCommand().program(),
            List.of("pg_dump"),
            MISSING.formatted("pg_dump", ", or name the program in dump_command"));
  }

  /**
   * The dump program, with what it takes to prove its output.
   *
   * @throws SourceException if something is missing; the sentence says what to install
   */
  Path dumpProgram() {
    var program = dumpFinder.program();
    if (settings.format() == PostgresFormat.CUSTOM) {
      restoreProgram(program);
    }
    return program;
  }

  /**
   * That of the same version lies beside the dump program; an older one cannot read the archive.
   */
  private Path restoreProgram(Path dumpProgram) {
    return beside(dumpProgram, "pg_restore");
  }

  private Path beside(Path dumpProgram, String name) {
    return ProgramFinder.beside(dumpProgram, path, List.of(name), MISSING.formatted(name, ""));
  }

  /**
   * The program that restores scripts.
   *
   * @throws SourceException if something is missing that restores dumps of the format; the sentence
   *     says what to install
   */
  Path restorer() {
    return beside(dumpProgram(), "psql");
  }

  /** A program that restores the script that is written to it. */
  static ChildProcess restore(Path program, PostgresSettings scratch, Path passwordFile) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(PSQL);
    command.add("--no-password");
    command.add("--dbname=" + scratch.dbName()); // its name is made here
    try {
      return ChildProcess.startMute(
          command, environment -> connect(environment, scratch, passwordFile));
    } catch (IOException e) {
      throw notStarted(program, e);
    }
  }

  ChildProcess dump(Path program, Path passwordFile, @Nullable String snapshot) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(settings.dumpCommand().arguments());
    command.add("--no-password");
    command.add("--lock-wait-timeout=" + LOCK_WAIT_MILLIS);
    command.add("--format=" + settings.format().word());
    if (settings.format() == PostgresFormat.CUSTOM
        && settings.common().compression() != Compression.NONE) {
      command.add("--compress=0"); // It is compressed as a whole.
    }
    if (snapshot != null) {
      command.add("--snapshot=" + snapshot);
    }
    try {
      return ChildProcess.start(
          command, environment -> connect(environment, settings, passwordFile));
    } catch (IOException e) {
      throw notStarted(program, e);
    }
  }

  /** A program that reads an archive to its end, as a restore does, and writes nothing. */
  ChildProcess reader(Path dumpProgram) {
    return reader(dumpProgram, "/dev/null");
  }

  /** A program that writes the script that restores what the archive written to it holds. */
  ChildProcess scriptWriter() {
    return reader(dumpFinder.program(), "-");
  }

  private ChildProcess reader(Path dumpProgram, String file) {
    var program = restoreProgram(dumpProgram);
    try {
      return ChildProcess.startFed(
          List.of(program.toString(), "--file=" + file), PostgresClient::isolate);
    } catch (IOException e) {
      throw notStarted(program, e);
    }
  }

  private static SourceException notStarted(Path program, IOException e) {
    return new SourceException(
        "%s could not be started: %s.".formatted(program.getFileName(), e.getMessage()), e);
  }

  /** By variables: as an argument, a name with {@code =} in it would say more than a name. */
  private static void connect(
      Map<String, String> environment, PostgresSettings settings, Path passwordFile) {
    isolate(environment);
    environment.put("PGHOST", settings.host());
    environment.put("PGPORT", String.valueOf(settings.port()));
    environment.put("PGDATABASE", settings.dbName());
    environment.put("PGUSER", settings.user());
    environment.put("PGPASSFILE", passwordFile.toString());
    environment.put("PGSSLMODE", PostgresSignIn.sslMode(settings.tls()));
    environment.put("PGCONNECT_TIMEOUT", CONNECT_SECONDS);
    environment.put("PGAPPNAME", "backupman");
    if (settings.tls() == TlsMode.VERIFY) {
      TrustedAuthorities.file()
          .ifPresent(file -> environment.put("PGSSLROOTCERT", file.toString()));
    }
  }

  /** Takes away every variable that changes what the programs do, or their language. */
  private static void isolate(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("PG"));
    environment.remove("LC_ALL");
    environment.remove("LANGUAGE");
    environment.put("LC_MESSAGES", "C");
  }
}

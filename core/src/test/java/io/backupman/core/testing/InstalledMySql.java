package io.backupman.core.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A MySQL server for all tests of a class, which are skipped where MySQL is not installed. */
public final class InstalledMySql implements BeforeAllCallback, AfterAllCallback {
  private @Nullable MySqlPrograms found;
  private @Nullable MariaDbServer started;

  @Override
  public void beforeAll(ExtensionContext context) {
    MySqlPrograms.find()
        .ifPresent(
            programs -> {
              found = programs;
              started = MariaDbServer.startMySql(programs);
            });
    assumeTrue(found != null, "No MySQL server; see the printed reason");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (started != null) {
      started.close();
    }
  }

  /** The server's own programs. */
  public MySqlPrograms programs() {
    return existing(found);
  }

  public MariaDbServer server() {
    return existing(started);
  }

  private static <T> T existing(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("Not started");
    }
    return part;
  }
}

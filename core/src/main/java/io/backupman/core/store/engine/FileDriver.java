package io.backupman.core.store.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.h2.Driver;
import org.jspecify.annotations.Nullable;

/** H2's driver, opening a file when it is this process's {@link Turn}. */
public final class FileDriver extends Driver {
  /** How the URL of a file begins; its path follows, then the options. */
  static final String PREFIX = "jdbc:h2:file:";

  /** The ending of the file that stands for the turn. */
  static final String TURN = ".turn";

  static {
    try {
      // The pool warns of a driver that is not.
      DriverManager.registerDriver(new FileDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX) && url.contains(";");
  }

  @Override
  public @Nullable Connection connect(String url, Properties settings) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    var path = url.substring(PREFIX.length(), url.indexOf(';'));
    var turn = Turn.await(Path.of(path + TURN));
    try {
      return super.connect(url, settings);
    } finally {
      turn.close();
    }
  }
}

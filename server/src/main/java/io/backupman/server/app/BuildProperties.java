package io.backupman.server.app;

import io.backupman.api.Build;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** What the build wrote down about itself. */
public final class BuildProperties {
  private BuildProperties() {}

  /** Reads which program this is. */
  public static Build read() {
    var properties = new Properties();
    try (var in = BuildProperties.class.getResourceAsStream("build.properties")) {
      properties.load(Objects.requireNonNull(in, "build.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(
        value(properties, "version"), value(properties, "commit"), value(properties, "date"));
  }

  /** What was built outside a repository has no commit. */
  private static String value(Properties properties, String key) {
    var value = properties.getProperty(key, "");
    return value.startsWith("${") ? "unknown" : value;
  }
}

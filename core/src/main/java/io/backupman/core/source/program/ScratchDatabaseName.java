package io.backupman.core.source.program;

import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.SourceSettings;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What the scratch databases of a data source are called: {@code
 * backupman_verify_0f3a7b21_9c41d7e0}. The second part is the data source's, the last one is
 * random.
 */
public final class ScratchDatabaseName {
  private static final int RANDOM_DIGITS = 8;

  private final String beginning;
  private final Pattern any;

  /** Names of the scratch databases in which dumps of a database are restored. */
  public static ScratchDatabaseName of(
      ScratchServer scratch, SourceSettings source, String host, int port, String dbName) {
    return new ScratchDatabaseName(
        scratch.prefix(), String.join("\n", source.label(), host + ":" + port, dbName));
  }

  /**
   * Those of a data source.
   *
   * @param prefix what they begin with
   * @param source says which data source it is
   */
  public ScratchDatabaseName(String prefix, String source) {
    this.beginning = String.format(Locale.ROOT, "%s_%08x_", prefix, source.hashCode());
    this.any = Pattern.compile(Pattern.quote(beginning) + "[0-9a-f]{" + RANDOM_DIGITS + "}");
  }

  /** A new one. */
  public String next() {
    return beginning + UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
  }

  /** Whether it is one of them. */
  public boolean matches(String name) {
    return any.matcher(name).matches();
  }
}

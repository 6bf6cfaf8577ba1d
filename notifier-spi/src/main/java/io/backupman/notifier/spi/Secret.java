package io.backupman.notifier.spi;

/**
 * A password, token or key. Its {@link #toString()} hides it, so that it does not get into a log by
 * accident; the host masks the value in everything that it writes.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** Wraps a value. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The value itself. */
  public String value() {
    return value;
  }

  /** Three asterisks. */
  @Override
  public String toString() {
    return "***";
  }
}

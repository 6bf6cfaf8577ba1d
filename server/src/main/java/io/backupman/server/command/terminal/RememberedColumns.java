package io.backupman.server.command.terminal;

import java.time.Duration;
import java.util.function.IntSupplier;

/** Asks how wide the terminal is every few seconds only: it takes a process. For one thread. */
final class RememberedColumns implements IntSupplier {
  private static final long GOOD_FOR_NANOS = Duration.ofSeconds(2).toNanos();

  private final IntSupplier asked;
  private long askedAt;
  private int columns;

  RememberedColumns(IntSupplier asked) {
    this.asked = asked;
  }

  @Override
  public int getAsInt() {
    var now = System.nanoTime();
    if (columns == 0 || now - askedAt > GOOD_FOR_NANOS) {
      columns = asked.getAsInt();
      askedAt = now;
    }
    return columns;
  }
}

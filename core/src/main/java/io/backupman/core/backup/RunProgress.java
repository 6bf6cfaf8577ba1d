package io.backupman.core.backup;

import io.backupman.core.backup.BackupProgress.Copy;
import io.backupman.core.backup.BackupProgress.Phase;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** Counts how far a run has come; in memory alone. Safe for use by several threads. */
final class RunProgress {
  private volatile Phase phase = Phase.WAITING;
  private final AtomicLong dumped = new AtomicLong();
  private final Map<String, Counter> copies = Collections.synchronizedMap(new LinkedHashMap<>());

  private record Counter(LongAdder stored, long total) {}

  void enter(Phase next) {
    phase = next;
  }

  /** Counts what is dumped, from the beginning. */
  LongConsumer dumping() {
    dumped.set(0);
    return dumped::addAndGet;
  }

  /** Counts what of a copy is stored, from the beginning. */
  LongConsumer copying(String drive, long totalBytes) {
    var counter = new Counter(new LongAdder(), totalBytes);
    copies.put(drive, counter);
    return counter.stored()::add;
  }

  BackupProgress now() {
    synchronized (copies) {
      return new BackupProgress(
          phase,
          dumped.get(),
          copies.entrySet().stream()
              .map(e -> new Copy(e.getKey(), e.getValue().stored().sum(), e.getValue().total()))
              .toList());
    }
  }
}

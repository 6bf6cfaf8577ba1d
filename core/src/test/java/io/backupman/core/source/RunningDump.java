package io.backupman.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A dump that is being written in a thread of its own. */
public final class RunningDump {
  private final AtomicReference<@Nullable Object> outcome = new AtomicReference<>();
  private final AtomicInteger passes = new AtomicInteger();
  private final Thread thread;

  public RunningDump(DataSource source, String name) {
    thread = Thread.ofVirtual().start(() -> outcome.set(outcomeOf(source, name)));
  }

  private Object outcomeOf(DataSource source, String name) {
    FakeSource counted =
        new FakeSource(
            source.settings().tmpFolder(),
            Compression.GZIP,
            (out, heartbeat) -> {
              passes.incrementAndGet();
              source.dump(out, heartbeat);
            });
    try {
      return new DumpWriter().write(counted, name, bytes -> {});
    } catch (InterruptedException | RuntimeException e) {
      return e;
    }
  }

  public void interrupt() {
    thread.interrupt();
  }

  public int passes() {
    return passes.get();
  }

  public @Nullable Object outcome() throws InterruptedException {
    assertThat(thread.join(Duration.ofSeconds(10))).as("ended in time").isTrue();
    return outcome.get();
  }
}

package io.backupman.core.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A data source that does what a test says. */
public final class FakeSource implements DataSource {
  private final SourceSettings settings;
  private final Dumping dumping;
  private final AtomicInteger scratchDropped = new AtomicInteger();
  private volatile List<String> warnings = List.of();

  public FakeSource(Path tmpFolder, Compression compression, Dumping dumping) {
    this(Settings.common("fake", tmpFolder, compression), dumping);
  }

  public FakeSource(SourceSettings settings, Dumping dumping) {
    this.settings = settings;
    this.dumping = dumping;
  }

  /** Says this of each dump. */
  public FakeSource warning(String... sentences) {
    warnings = List.of(sentences);
    return this;
  }

  /** How often its scratch databases were dropped. */
  public int scratchDropped() {
    return scratchDropped.get();
  }

  @Override
  public SourceSettings settings() {
    return settings;
  }

  @Override
  public String fileType() {
    return "txt";
  }

  @Override
  public List<String> dump(OutputStream out, Runnable heartbeat)
      throws IOException, InterruptedException {
    dumping.dump(out, heartbeat);
    return warnings;
  }

  @Override
  public void dropScratchDatabases() {
    scratchDropped.incrementAndGet();
  }

  @Override
  public void check() {}

  /** What it does when it is dumped. */
  public interface Dumping {
    Dumping WHOLE = (out, heartbeat) -> out.write("a whole dump".getBytes(UTF_8));

    /** Writes a hundred bytes, and waits before it ends. */
    static Dumping until(CountDownLatch mayEnd) {
      return (out, heartbeat) -> {
        out.write(new byte[100]);
        mayEnd.await();
      };
    }

    void dump(OutputStream out, Runnable heartbeat) throws IOException, InterruptedException;
  }
}

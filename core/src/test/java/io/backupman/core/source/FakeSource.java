package io.backupman.core.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** A data source that does what a test says. */
public final class FakeSource implements DataSource {
  private final SourceSettings settings;
  private final Dumping dumping;

  public FakeSource(Path tmpFolder, Compression compression, Dumping dumping) {
    this.settings = Settings.common("fake", tmpFolder, compression);
    this.dumping = dumping;
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
    return List.of();
  }

  @Override
  public void check() {}

  /** What it does when it is dumped. */
  public interface Dumping {
    void dump(OutputStream out, Runnable heartbeat) throws IOException, InterruptedException;
  }
}

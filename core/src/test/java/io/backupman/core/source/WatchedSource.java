package io.backupman.core.source;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A data source whose signs of life are counted.
 *
 * @param watched the data source
 * @param heartbeats how many there were
 */
public record WatchedSource(DataSource watched, AtomicInteger heartbeats) implements DataSource {

  @Override
  public SourceSettings settings() {
    return watched.settings();
  }

  @Override
  public String fileType() {
    return watched.fileType();
  }

  @Override
  public List<String> dump(OutputStream out, Runnable heartbeat)
      throws IOException, InterruptedException {
    return watched.dump(
        out,
        () -> {
          heartbeats.incrementAndGet();
          heartbeat.run();
        });
  }

  @Override
  public void check() throws InterruptedException {
    watched.check();
  }
}

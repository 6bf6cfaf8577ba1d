package io.backupman.core.source;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A data source whose dump is held up when it has come so far, while something is done to it. What
 * is in the pipe then still comes.
 *
 * @param held the data source
 * @param bytes how far
 * @param deed what is done
 */
public record HeldSource(DataSource held, long bytes, FaultBench.Deed deed) implements DataSource {

  @Override
  public SourceSettings settings() {
    return held.settings();
  }

  @Override
  public String fileType() {
    return held.fileType();
  }

  @Override
  public List<String> dump(OutputStream out, Runnable heartbeat)
      throws IOException, InterruptedException {
    return held.dump(new DeedOutput(out, bytes, deed), heartbeat);
  }

  @Override
  public void check() throws InterruptedException {
    held.check();
  }

  /** Does something once so much was written. */
  private static final class DeedOutput extends FilterOutputStream {
    private final FaultBench.Deed deed;
    private long left;

    DeedOutput(OutputStream out, long bytes, FaultBench.Deed deed) {
      super(out);
      this.left = bytes;
      this.deed = deed;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      if (left > 0 && left <= length) {
        try {
          deed.run();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
      left -= length;
    }
  }
}

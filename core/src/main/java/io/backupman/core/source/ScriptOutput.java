package io.backupman.core.source;

import io.backupman.core.process.OutputTail;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Passes a dump script on and remembers its end. The programs write a last line {@code -- Dump
 * completed on …} only when they came to the end.
 */
final class ScriptOutput extends FilterOutputStream {
  private static final int TAIL_BYTES = 1024;
  private static final String LAST_LINE = "-- Dump completed";

  private final OutputTail tail = new OutputTail(TAIL_BYTES);

  ScriptOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    tail.add(bytes, offset, length);
  }

  /** Whether the last line is the one that only a whole dump has. */
  boolean isWhole() {
    List<String> lines = tail.lines();
    return !lines.isEmpty() && lines.getLast().startsWith(LAST_LINE);
  }
}

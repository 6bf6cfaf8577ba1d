package io.backupman.core.source;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** How a dump is compressed. */
public enum Compression {
  /** RFC 1952. */
  GZIP(".gz"),
  /** RFC 8878. */
  ZSTD(".zst"),
  /** Not at all. */
  NONE("");

  private static final int BUFFER_BYTES = 64 * 1024;

  /** So many of the processors work for one dump at most: several may be written at once. */
  private static final int MOST_THREADS = 4;

  /** The usual 8 MiB take four times the memory for files that are smaller by 0.5 %. */
  private static final int ZSTD_JOB_BYTES = 1024 * 1024;

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /** What is added to the file's name. */
  public String suffix() {
    return suffix;
  }

  /** The word in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Compresses what is written, on the levels that the tools of that name use (gzip 6, zstd 3);
   * both end with a checksum of the contents. Where there are several processors, several threads
   * compress; each file is whole in one piece all the same, as one thread would write it.
   *
   * @param out takes the compressed bytes; closed with the stream that is returned
   */
  public OutputStream compress(OutputStream out) throws IOException {
    return switch (this) {
      case GZIP -> new GzipOutput(out);
      case ZSTD -> zstd(out, Runtime.getRuntime().availableProcessors());
      case NONE -> out;
    };
  }

  private static OutputStream zstd(OutputStream out, int processors) throws IOException {
    var zstd = new ZstdOutputStreamNoFinalizer(out).setChecksum(true);
    return processors == 1
        ? zstd
        : zstd.setWorkers(Math.min(processors, MOST_THREADS)).setJobSize(ZSTD_JOB_BYTES);
  }

  /** To the library, a file without a single byte would be an empty one that is whole. */
  private static InputStream begun(InputStream in) throws IOException {
    var file = new PushbackInputStream(in);
    int first = file.read();
    if (first < 0) {
      throw new EOFException("The compressed file is empty");
    }
    file.unread(first);
    return file;
  }

  /**
   * Reads what was compressed.
   *
   * @param in has the compressed bytes; closed with the stream that is returned
   */
  InputStream expand(InputStream in) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
      case ZSTD -> new ZstdInputStreamNoFinalizer(begun(in));
      case NONE -> in;
    };
  }
}

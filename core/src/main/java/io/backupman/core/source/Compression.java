package io.backupman.core.source;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
   * both end with a checksum of the contents.
   *
   * @param out takes the compressed bytes; closed with the stream that is returned
   */
  public OutputStream compress(OutputStream out) throws IOException {
    return switch (this) {
      case GZIP -> new GzipOutput(out);
      case ZSTD -> new ZstdOutputStreamNoFinalizer(out).setChecksum(true);
      case NONE -> out;
    };
  }

  /**
   * Reads what was compressed.
   *
   * @param in has the compressed bytes; closed with the stream that is returned
   */
  InputStream expand(InputStream in) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
      case ZSTD -> new ZstdInputStreamNoFinalizer(in);
      case NONE -> in;
    };
  }
}

package io.backupman.core.drive.s3;

import io.backupman.core.drive.ExactInput;
import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Reads an object from the service. Closed before its end it drops the connection, instead of
 * reading what may be gigabytes.
 */
final class S3Input extends FilterInputStream {
  private final ResponseInputStream<?> response;
  private long left;

  /**
   * Reads exactly so many bytes.
   *
   * @param length how many bytes the service sends
   */
  S3Input(ResponseInputStream<?> response, long length) {
    super(new ExactInput(response, "The copy in the bucket", length));
    this.response = response;
    this.left = length;
  }

  /** Drops a connection. */
  static void abandon(ResponseInputStream<?> response) {
    response.abort();
    try {
      // The HTTP client of the JDK understands nothing else; it does not wait for the rest.
      response.close();
    } catch (IOException | SdkException e) {
      // Nobody wants the rest.
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = in.read(bytes, offset, length);
      left -= Math.max(0, count);
      return count;
    } catch (SdkException e) {
      throw new IOException("The connection was lost while the copy was read.", e);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    left -= skipped;
    return skipped;
  }

  @Override
  public void close() throws IOException {
    if (left > 0) {
      abandon(response);
    } else {
      response.close();
    }
  }
}

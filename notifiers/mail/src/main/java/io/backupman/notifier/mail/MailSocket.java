package io.backupman.notifier.mail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * A connection that remembers with what the server began, and takes no more than {@value
 * #MOST_BYTES} bytes from it: a whole conversation needs a few thousand.
 */
final class MailSocket extends Socket {
  private static final int MOST_BYTES = 1_048_576;

  private volatile int firstByte = -1;

  /**
   * Whether the server began in plain text. A reply begins with a digit (RFC 5321), a TLS record
   * with a number from 20 to 24 (RFC 8446), which is none.
   */
  boolean greetedInPlainText() {
    return firstByte >= '0' && firstByte <= '9';
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Limited(super.getInputStream());
  }

  private final class Limited extends FilterInputStream {
    private long taken;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      var count = super.read(bytes, offset, length);
      if (count > 0 && firstByte < 0) {
        firstByte = bytes[offset] & 0xff;
      }
      taken += Math.max(count, 0);
      if (taken > MOST_BYTES) {
        throw new IOException("it sent more than " + MOST_BYTES + " bytes");
      }
      return count;
    }
  }
}

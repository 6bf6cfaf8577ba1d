package io.backupman.core.age;

import com.exceptionfactory.jagged.DecryptingChannelFactory;
import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.armor.ArmoredDecodingException;
import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import io.backupman.core.file.FileTrouble;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Opens encrypted files, as Backupman and age write them. Memory is constant. What has been read is
 * authentic, but only who has read to the end knows that nothing is missing.
 */
public final class AgeReader {
  private final String what;
  private final Identities identities;

  /**
   * Opens files.
   *
   * @param what the file, for sentences
   * @param identities the keys, one of which opens it
   */
  public AgeReader(String what, Identities identities) {
    this.what = what;
    this.identities = identities;
  }

  /**
   * Opens a file, in binary or armored.
   *
   * @param encrypted the file; the caller closes it
   * @return its contents; all that goes wrong is an {@link AgeException}
   * @throws AgeException with a sentence if it cannot be opened
   */
  public InputStream open(InputStream encrypted) {
    var in = new BufferedInputStream(encrypted);
    var format = format(in);
    RecipientStanzaReader keys = stanzas -> identities.open(what, stanzas);
    try {
      var contents = format.newDecryptingChannel(Channels.newChannel(in), List.of(keys));
      return new Contents(Channels.newInputStream(contents));
    } catch (AgeException e) {
      throw e;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw unreadable("its header is not as it was written", e);
    }
  }

  private DecryptingChannelFactory format(BufferedInputStream in) {
    return switch (beginning(in)) {
      case BINARY -> new StandardDecryptingChannelFactory();
      case ARMORED -> new ArmoredDecryptingChannelFactory();
      case OTHER_VERSION ->
          throw new AgeException(
              what + " is of another version of the age format than v1: open it with a newer age.");
      case OTHER ->
          throw new AgeException(
              what
                  + " is not a file that age or Backupman has encrypted, or its header is damaged.");
    };
  }

  private Beginning beginning(BufferedInputStream in) {
    try {
      in.mark(Beginning.BYTES);
      byte[] first = in.readNBytes(Beginning.BYTES);
      in.reset();
      if (first.length == 0) {
        throw new AgeException(what + " is empty.");
      }
      return Beginning.of(first);
    } catch (IOException e) {
      throw unreadable("", e);
    }
  }

  /** The failures of what is malformed are of many types, as it is read at the same time. */
  private AgeException unreadable(String where, Exception e) {
    if (e instanceof IOException failure
        && !(e instanceof PayloadException)
        && !(e instanceof ArmoredDecodingException)) {
      return new AgeException(
          "%s cannot be read: %s.".formatted(what, FileTrouble.reason(failure)), e);
    }
    return new AgeException("%s is damaged or was cut off: %s.".formatted(what, where), e);
  }

  /** Gives what has been authenticated, piece by piece. */
  private final class Contents extends InputStream {
    private final InputStream in;
    private long count;

    Contents(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      try {
        int read = in.read(bytes, offset, length);
        count += Math.max(0, read);
        return read;
      } catch (IOException | RuntimeException e) {
        throw unreadable(
            "it is not as it was encrypted somewhere after the first %s bytes of its contents"
                .formatted(count),
            e);
      }
    }
  }
}

package io.backupman.core.age;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import io.backupman.core.source.DigestOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All those to whom one file is encrypted: each of them can open it alone. Equal whatever their
 * order.
 *
 * @param all at least one and at most {@value #MOST}
 */
public record Recipients(List<Recipient> all) {
  /** The most recipients: their keys have to fit into the header. */
  public static final int MOST = 100;

  private static final int MARK_LENGTH = 8;

  /** Sorts them and drops what is there twice. */
  public Recipients {
    all = all.stream().distinct().sorted(Comparator.comparing(Recipient::text)).toList();
    if (all.isEmpty() || all.size() > MOST) {
      throw new IllegalArgumentException("Not a number of recipients: " + all.size());
    }
  }

  /** What tells them from others in the name of a file. */
  String mark() {
    var digest = new DigestOutput(Channels.newChannel(OutputStream.nullOutputStream()));
    try {
      for (var recipient : all) {
        digest.write((recipient.text() + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return digest.sha256().substring(0, MARK_LENGTH);
  }

  List<RecipientStanzaWriter> writers() throws GeneralSecurityException {
    var writers = new ArrayList<RecipientStanzaWriter>();
    for (var recipient : all) {
      writers.add(recipient.writer());
    }
    return writers;
  }
}

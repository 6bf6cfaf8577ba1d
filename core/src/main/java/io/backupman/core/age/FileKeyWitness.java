package io.backupman.core.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the key of one file while it is written, so that it can be read back at once by whoever
 * has no private key. Nothing of this gets into the file. For one thread.
 */
final class FileKeyWitness {
  private @Nullable FileKey seen;

  /** Sees the key, and adds nothing to the file's header. */
  RecipientStanzaWriter writer() {
    return key -> {
      seen = new FileKey(key.getEncoded()); // The other one is wiped soon.
      return List.of();
    };
  }

  /** Opens the file, once, if its header is for so many recipients. */
  RecipientStanzaReader reader(int recipients) {
    return stanzas -> {
      var key = seen;
      if (key == null || !areOf(recipients, stanzas)) {
        throw new InvalidKeyException("The header is not for " + recipients + " recipients");
      }
      seen = null;
      return key;
    };
  }

  private static boolean areOf(int recipients, Iterable<RecipientStanza> stanzas)
      throws GeneralSecurityException {
    int count = 0;
    for (var stanza : stanzas) {
      if (!stanza.getType().equals(Identities.KIND)) {
        return false;
      }
      count++;
    }
    return count == recipients;
  }
}

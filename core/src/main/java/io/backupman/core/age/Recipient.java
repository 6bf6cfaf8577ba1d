package io.backupman.core.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.security.GeneralSecurityException;

/**
 * A public key to which files are encrypted (X25519). It is no secret.
 *
 * @param text as age writes it: {@code age1…}
 */
public record Recipient(String text) {
  private static final String KIND = "age";

  /**
   * Takes only what is valid.
   *
   * @throws IllegalArgumentException if it is not; without the text, which may be a private key
   */
  public Recipient {
    if (!isValid(text)) {
      throw new IllegalArgumentException("Not a recipient of age");
    }
  }

  /** Whether a text is one, to the last character, and files can be encrypted to it. */
  public static boolean isValid(String text) {
    try {
      byte[] key = Bech32.getDecoder().decode(text).getData();
      boolean exact = text.contentEquals(Bech32.getEncoder().encode(KIND, key));
      return exact && writer(text).getRecipientStanzas(new FileKey()).iterator().hasNext();
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  /** Encrypts the key of a file to it. */
  RecipientStanzaWriter writer() throws GeneralSecurityException {
    return writer(text);
  }

  private static RecipientStanzaWriter writer(String text) throws GeneralSecurityException {
    return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(text);
  }
}

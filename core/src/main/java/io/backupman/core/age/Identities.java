package io.backupman.core.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import io.backupman.core.file.FileTrouble;
import io.backupman.core.file.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Private keys, as {@code age-keygen} writes them into a file. They never appear in a text or a
 * message.
 */
public final class Identities {
  /** What the header of a file calls a key that is encrypted to a recipient. */
  static final String KIND = "X25519";

  private static final String PRIVATE_KEY = "AGE-SECRET-KEY-";
  private static final String PASSPHRASE = "scrypt";
  private static final int MOST_BYTES = 1024 * 1024;

  private final Path file;
  private final List<RecipientStanzaReader> keys;

  private Identities(Path file, List<RecipientStanzaReader> keys) {
    this.file = file;
    this.keys = List.copyOf(keys);
  }

  /** Whether a text holds, or was meant to hold, a private key, so that it must not be shown. */
  public static boolean areIn(String text) {
    var capitals = text.toUpperCase(Locale.ROOT);
    return capitals.contains(PRIVATE_KEY) || capitals.contains("AGE-PLUGIN-");
  }

  /**
   * Reads a file: a key on each line; empty lines and those that begin with {@code #} are left out.
   *
   * @throws AgeException with a sentence if it cannot be read, or holds anything else
   */
  public static Identities read(Path file) {
    if (areIn(file.toString())) {
      throw new AgeException("Not a private key is wanted, but the path of a file that holds it.");
    }
    var keys = new ArrayList<RecipientStanzaReader>();
    int number = 0;
    for (var line : text(file).lines().toList()) {
      number++;
      var key = line.strip();
      if (!key.isEmpty() && !key.startsWith("#")) {
        keys.add(key(file, number, key));
      }
    }
    if (keys.isEmpty()) {
      throw new AgeException(
          "%s holds no private key, which is a line that begins with %s1."
              .formatted(file, PRIVATE_KEY));
    }
    return new Identities(file, keys);
  }

  private static String text(Path file) {
    try {
      return new String(RegularFile.bytes(file, MOST_BYTES), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new AgeException("There is no file %s with a private key.".formatted(file), e);
    } catch (IOException e) {
      throw new AgeException("%s cannot be read: %s.".formatted(file, FileTrouble.reason(e)), e);
    }
  }

  private static RecipientStanzaReader key(Path file, int line, String key) {
    if (Beginning.of(key.getBytes(StandardCharsets.UTF_8)) != Beginning.OTHER) {
      throw new AgeException(
          "%s is encrypted itself: decrypt it with age -d, and use what comes out."
              .formatted(file));
    }
    if (key.startsWith("age1")) {
      throw new AgeException(
          "%s, line %s: this is a public key; only the private key, which begins with %s1, opens a file."
              .formatted(file, line, PRIVATE_KEY));
    }
    try {
      return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(key);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Without the cause: nobody knows what it tells of the key.
      throw new AgeException(
          "%s, line %s: this is not a whole private key of the kind that age-keygen makes (%s1…)."
              .formatted(file, line, PRIVATE_KEY));
    }
  }

  /**
   * Finds the key of a file.
   *
   * @param what the file, for sentences
   * @param stanzas the keys in its header
   * @throws AgeException with a sentence if none of these opens it
   */
  FileKey open(String what, Iterable<RecipientStanza> stanzas) {
    var kinds =
        StreamSupport.stream(stanzas.spliterator(), false).map(RecipientStanza::getType).toList();
    if (kinds.contains(PASSPHRASE)) {
      throw new AgeException(
          "%s is encrypted with a passphrase, not to a key: open it with age -d.".formatted(what));
    }
    if (!kinds.contains(KIND)) {
      throw new AgeException(
          "%s is encrypted to keys of another kind (%s): open it with age -d."
              .formatted(what, kinds.stream().distinct().collect(Collectors.joining(", "))));
    }
    var failures = new ArrayList<GeneralSecurityException>();
    for (var key : keys) {
      try {
        return key.getFileKey(stanzas);
      } catch (GeneralSecurityException e) {
        failures.add(e);
      }
    }
    var none = new AgeException(notFor(what));
    failures.forEach(none::addSuppressed);
    throw none;
  }

  private String notFor(String what) {
    return keys.size() == 1
        ? "%s is not encrypted to the key in %s, or its header is damaged.".formatted(what, file)
        : "%s is not encrypted to any of the %s keys in %s, or its header is damaged."
            .formatted(what, keys.size(), file);
  }

  @Override
  public String toString() {
    return keys.size() + " private keys of " + file;
  }
}

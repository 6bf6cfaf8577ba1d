package io.backupman.core.age;

import java.nio.charset.StandardCharsets;

/** What the first bytes of a file say of it. */
enum Beginning {
  /** Encrypted, in binary. */
  BINARY,
  /** Encrypted, in the letters of PEM. */
  ARMORED,
  /** Encrypted, in a version of the format that is not known here. */
  OTHER_VERSION,
  /** Anything else. */
  OTHER;

  /** So many bytes tell. */
  static final int BYTES = 128;

  private static final String ANY_VERSION = "age-encryption.org/";
  private static final String VERSION = ANY_VERSION + "v1\n";
  private static final String ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";

  static Beginning of(byte[] first) {
    var text = new String(first, StandardCharsets.ISO_8859_1);
    if (text.startsWith(VERSION)) {
      return BINARY;
    }
    if (text.startsWith(ANY_VERSION)) {
      return OTHER_VERSION;
    }
    return text.stripLeading().startsWith(ARMOR) ? ARMORED : OTHER;
  }
}

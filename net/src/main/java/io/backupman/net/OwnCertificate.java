package io.backupman.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that Backupman shows to servers that ask for one. It is named by Java's own
 * system properties ({@code javax.net.ssl.keyStore}, {@code …Password}, {@code …Type}), which Java
 * heeds only in connections that trust nobody but those whom Java trusts.
 */
final class OwnCertificate {
  private static final String KEY_STORE = "javax.net.ssl.keyStore";

  private OwnCertificate() {}

  /**
   * What holds it; {@code null} if there is none.
   *
   * @throws IllegalArgumentException with a sentence if it cannot be used, to follow the name of
   *     the key for whose connections it is needed
   */
  static KeyManager @Nullable [] keys() {
    var file = System.getProperty(KEY_STORE, "");
    if (file.isEmpty() || file.equals("NONE")) {
      return null;
    }
    try {
      return keys(Path.of(file));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "cannot be used: the key store that Java's property %s names cannot be read (%s)"
              .formatted(KEY_STORE, Authorities.said(e)),
          e);
    }
  }

  private static KeyManager[] keys(Path file) throws IOException, GeneralSecurityException {
    var password = System.getProperty(KEY_STORE + "Password", "").toCharArray();
    var store =
        KeyStore.getInstance(System.getProperty(KEY_STORE + "Type", KeyStore.getDefaultType()));
    try (var in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    return keys.getKeyManagers();
  }
}

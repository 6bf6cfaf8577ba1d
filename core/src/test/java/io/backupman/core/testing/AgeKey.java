package io.backupman.core.testing;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import io.backupman.core.age.Recipient;
import io.backupman.core.age.Recipients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A pair of keys, as {@code age-keygen} makes them.
 *
 * @param recipient the public one
 * @param identity the private one
 */
public record AgeKey(String recipient, String identity) {

  /** A fresh pair. */
  public static AgeKey create() {
    try {
      var pair = new X25519KeyPairGenerator().generateKeyPair();
      return new AgeKey(text(pair.getPublic()), text(pair.getPrivate()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Key key) {
    return new String(key.getEncoded(), StandardCharsets.US_ASCII);
  }

  /** Those who have the private keys of these pairs. */
  public static Recipients recipients(AgeKey... keys) {
    return new Recipients(Arrays.stream(keys).map(key -> new Recipient(key.recipient())).toList());
  }

  /** Writes the file that opens what was encrypted to these pairs. */
  public static Path write(Path file, AgeKey... keys) {
    var lines =
        Stream.of(keys)
            .map(
                key ->
                    "# created: 2026-11-23T10:00:00Z\n# public key: %s\n%s\n"
                        .formatted(key.recipient(), key.identity()))
            .toList();
    try {
      return Files.writeString(file, String.join("", lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

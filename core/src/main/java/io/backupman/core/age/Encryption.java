package io.backupman.core.age;

import java.util.Map;
import java.util.Optional;

/**
 * On which drives copies are encrypted, and to whom.
 *
 * @param byDrive the recipients by the drive's label; the others get the dump as it is
 */
public record Encryption(Map<String, Recipients> byDrive) {
  /** On none. */
  public static final Encryption NONE = new Encryption(Map.of());

  /** Copies the map. */
  public Encryption {
    byDrive = Map.copyOf(byDrive);
  }

  /** To whom the copies on a drive are encrypted, if they are. */
  public Optional<Recipients> of(String label) {
    return Optional.ofNullable(byDrive.get(label));
  }
}

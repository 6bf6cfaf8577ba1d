package io.backupman.api.wire;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.notifier.spi.Destination;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A notifier of the configuration.
 *
 * @param source {@code built-in}, a plugin's file name, or {@code null} if nothing provides the
 *     type
 * @param status {@code UP}, {@code DOWN} or {@code DISABLED}
 * @param detail why it is down; {@code null} if it is not
 * @param destinations their names
 */
public record NotifierJson(
    String name,
    String type,
    @Nullable String source,
    boolean enabled,
    String status,
    @Nullable String detail,
    List<String> destinations) {

  /** The notifier as it is now. */
  public static NotifierJson of(ConfiguredNotifier notifier) {
    return new NotifierJson(
        notifier.name(),
        notifier.type(),
        orNull(notifier.source()),
        notifier.enabled(),
        status(notifier),
        orNull(notifier.detail()),
        notifier.destinations().stream().map(Destination::name).toList());
  }

  /** The text, or {@code null} where there is nothing to say. */
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String status(ConfiguredNotifier notifier) {
    if (!notifier.enabled()) {
      return "DISABLED";
    }
    return notifier.usable() ? "UP" : "DOWN";
  }
}

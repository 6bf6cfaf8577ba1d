package io.backupman.api.wire;

import org.jspecify.annotations.Nullable;

/** Texts of answers. */
final class Words {
  private Words() {}

  /** The text, or {@code null} where there is nothing to say. */
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

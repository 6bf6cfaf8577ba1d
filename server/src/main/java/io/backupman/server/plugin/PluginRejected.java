package io.backupman.server.plugin;

import org.jspecify.annotations.Nullable;

/** A plugin that cannot be used. The message is a sentence that says why and what to do. */
final class PluginRejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  PluginRejected(String reason) {
    this(reason, null);
  }

  PluginRejected(String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}

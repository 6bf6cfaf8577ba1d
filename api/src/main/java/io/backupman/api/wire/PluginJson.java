package io.backupman.api.wire;

import io.backupman.core.notifier.PluginFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JAR or folder of the plugins folder. */
public record PluginJson(String file, String status, List<String> types, @Nullable String detail) {

  /** The plugin as it was found. */
  public static PluginJson of(PluginFile plugin) {
    return new PluginJson(
        plugin.file(),
        plugin.loaded() ? "loaded" : "failed",
        plugin.types(),
        Words.orNull(plugin.detail()));
  }
}

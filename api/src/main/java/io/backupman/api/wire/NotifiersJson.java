package io.backupman.api.wire;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.notifier.PluginFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The notifiers of the configuration and the plugins that were found. */
public record NotifiersJson(List<NotifierJson> results, List<PluginJson> plugins) {

  /** All of them, as they are now. */
  public static NotifiersJson of(Notifiers notifiers) {
    return new NotifiersJson(
        notifiers.all().stream().map(NotifierJson::of).toList(),
        notifiers.plugins().stream().map(PluginJson::of).toList());
  }

  /**
   * A JAR or folder of the plugins folder.
   *
   * @param status {@code loaded} or {@code failed}
   * @param detail why it has failed; {@code null} if it has not
   */
  public record PluginJson(
      String file, String status, List<String> types, @Nullable String detail) {

    static PluginJson of(PluginFile plugin) {
      return new PluginJson(
          plugin.file(),
          plugin.loaded() ? "loaded" : "failed",
          plugin.types(),
          NotifierJson.orNull(plugin.detail()));
    }
  }
}

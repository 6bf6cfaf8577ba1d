package io.backupman.api.wire;

import io.backupman.core.notifier.Notifiers;
import java.util.List;

/** The notifiers of the configuration and the plugins that were found. */
public record NotifiersJson(List<NotifierJson> results, List<PluginJson> plugins) {

  /** All of them, as they are now. */
  public static NotifiersJson of(Notifiers notifiers) {
    return new NotifiersJson(
        notifiers.all().stream().map(NotifierJson::of).toList(),
        notifiers.plugins().stream().map(PluginJson::of).toList());
  }
}

package io.backupman.core.notifier;

import java.util.List;

/**
 * A JAR or folder of the plugins folder.
 *
 * @param file its name there
 * @param loaded whether its providers can be used
 * @param types the types of its providers
 * @param detail why it could not be loaded, in words; empty if it could
 */
public record PluginFile(String file, boolean loaded, List<String> types, String detail) {

  /** Copies the list. */
  public PluginFile {
    types = List.copyOf(types);
  }
}

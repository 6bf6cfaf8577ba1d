package io.backupman.server.config.settings;

import java.nio.file.Path;

/**
 * Where further notifiers come from.
 *
 * @param folder holds their JARs; need not be there
 */
public record PluginSettings(Path folder) {}

package io.backupman.server.plugin;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.notifier.spi.NotifierProvider;

/**
 * A provider that can be used.
 *
 * @param provider the provider; what it makes runs with its own class loader as the context class
 *     loader, and a failure in it is a sentence that names the source
 * @param source {@link ConfiguredNotifier#BUILT_IN}, or the name of the file or folder in the
 *     plugins folder
 */
public record LoadedProvider(NotifierProvider provider, String source) {}

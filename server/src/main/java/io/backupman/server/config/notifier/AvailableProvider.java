package io.backupman.server.config.notifier;

import io.backupman.notifier.spi.NotifierProvider;

/**
 * A provider that was found.
 *
 * @param provider the provider itself
 * @param source where it comes from: {@link io.backupman.core.notifier.ConfiguredNotifier#BUILT_IN}
 *     or a plugin's file name
 */
public record AvailableProvider(NotifierProvider provider, String source) {}

package io.backupman.server.config.notifier;

import io.backupman.notifier.spi.Subscription;
import io.backupman.server.config.section.Section;
import org.jspecify.annotations.Nullable;

/**
 * One notifier of the file, as far as the host reads it.
 *
 * @param name the key that it stands under
 * @param type what provider makes it
 * @param enabled whether it is switched on
 * @param subscription which reports it gets
 * @param fallback the name of the notifier that takes over what this one has given up; {@code null}
 *     if none does
 * @param section all of it, for the provider
 */
public record NotifierSection(
    String name,
    String type,
    boolean enabled,
    Subscription subscription,
    @Nullable String fallback,
    Section section) {}

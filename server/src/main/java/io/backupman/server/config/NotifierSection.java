package io.backupman.server.config;

import io.backupman.notifier.spi.Subscription;

/**
 * One notifier of the file, as far as the host reads it.
 *
 * @param name the key that it stands under
 * @param type what provider makes it
 * @param enabled whether it is switched on
 * @param subscription which reports it gets
 * @param section all of it, for the provider
 */
record NotifierSection(
    String name, String type, boolean enabled, Subscription subscription, Section section) {}

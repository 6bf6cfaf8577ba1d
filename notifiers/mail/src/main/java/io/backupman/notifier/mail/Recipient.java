package io.backupman.notifier.mail;

import io.backupman.notifier.spi.Destination;

/**
 * A destination with its mail address.
 *
 * @param destination what the host calls it
 * @param email the bare address, such as {@code john.doe@example.com}
 */
record Recipient(Destination destination, String email) {}

package io.backupman.notifier.mail;

import jakarta.mail.internet.InternetAddress;

/**
 * Whom the messages are from.
 *
 * @param address the address with its name
 * @param messageIdDomain what stands after the {@code @} in message ids: the same on every machine,
 *     so that a retry elsewhere has the same id
 */
record Sender(InternetAddress address, String messageIdDomain) {}

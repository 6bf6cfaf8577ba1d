/**
 * The channel {@code telegram}: a bot sends a report to chats through <a
 * href="https://core.telegram.org/bots/api#sendmessage">sendMessage</a> of the Bot API.
 */
@NullMarked
package io.backupman.notifier.telegram;

import org.jspecify.annotations.NullMarked;

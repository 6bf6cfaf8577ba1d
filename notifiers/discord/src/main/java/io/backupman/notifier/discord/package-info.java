/**
 * The channel {@code discord}: a report is posted to Discord through a <a
 * href="https://discord.com/developers/docs/resources/webhook#execute-webhook">webhook</a>.
 */
@NullMarked
package io.backupman.notifier.discord;

import org.jspecify.annotations.NullMarked;

/**
 * The channel {@code slack}: a report is posted to Slack through an <a
 * href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">incoming
 * webhook</a>, or by an app through <a
 * href="https://docs.slack.dev/reference/methods/chat.postMessage">chat.postMessage</a>.
 */
@NullMarked
package io.backupman.notifier.slack;

import org.jspecify.annotations.NullMarked;

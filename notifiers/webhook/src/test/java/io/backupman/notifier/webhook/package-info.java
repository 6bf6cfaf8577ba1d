/** Tests of the webhook channel against real sockets. */
@NullMarked
package io.backupman.notifier.webhook;

import org.jspecify.annotations.NullMarked;

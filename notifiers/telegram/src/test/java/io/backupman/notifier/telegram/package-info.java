/** Tests of the Telegram channel against a fake of its API. */
@NullMarked
package io.backupman.notifier.telegram;

import org.jspecify.annotations.NullMarked;

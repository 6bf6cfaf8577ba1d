/** Tests of the Discord channel against a fake of its API. */
@NullMarked
package io.backupman.notifier.discord;

import org.jspecify.annotations.NullMarked;

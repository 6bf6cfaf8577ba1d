/** Tests of the channel {@code gotify}. */
@NullMarked
package io.backupman.notifier.gotify;

import org.jspecify.annotations.NullMarked;

/** Tests of the channel {@code ntfy}. */
@NullMarked
package io.backupman.notifier.ntfy;

import org.jspecify.annotations.NullMarked;

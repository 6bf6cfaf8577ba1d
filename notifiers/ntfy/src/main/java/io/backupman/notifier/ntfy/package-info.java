/**
 * The channel {@code ntfy}: publishes to topics of ntfy.sh, or of a server of one's own, as JSON
 * (https://docs.ntfy.sh/publish/#publish-as-json).
 */
@NullMarked
package io.backupman.notifier.ntfy;

import org.jspecify.annotations.NullMarked;

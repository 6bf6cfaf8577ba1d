/** Tests of the channel {@code healthchecks}. */
@NullMarked
package io.backupman.notifier.healthchecks;

import org.jspecify.annotations.NullMarked;

/** Tests of the channel {@code pagerduty}. */
@NullMarked
package io.backupman.notifier.pagerduty;

import org.jspecify.annotations.NullMarked;

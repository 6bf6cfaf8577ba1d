/** The built-in channel {@code webhook}: a report is POSTed as JSON to each endpoint. */
@NullMarked
package io.backupman.notifier.webhook;

import org.jspecify.annotations.NullMarked;

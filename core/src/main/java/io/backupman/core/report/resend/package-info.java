/** Sends reports again, one or in bulk, and sends tests to notifiers. */
@NullMarked
package io.backupman.core.report.resend;

import org.jspecify.annotations.NullMarked;

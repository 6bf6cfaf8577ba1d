/** Tells when destinations are failing, and when they are reached again. */
@NullMarked
package io.backupman.core.report.alarm;

import org.jspecify.annotations.NullMarked;

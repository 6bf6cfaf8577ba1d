/** Sends what waits: claims, attempts, the retry schedule, and what came of them. */
@NullMarked
package io.backupman.core.report.delivery;

import org.jspecify.annotations.NullMarked;

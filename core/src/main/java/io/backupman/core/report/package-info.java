/** Reports of what happened, their deliveries and attempts, and the worker that sends them. */
@NullMarked
package io.backupman.core.report;

import org.jspecify.annotations.NullMarked;

/** What monitoring asks of the records. */
@NullMarked
package io.backupman.core.metrics;

import org.jspecify.annotations.NullMarked;

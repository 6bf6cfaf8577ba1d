/** What is measured, in the formats of Prometheus. */
@NullMarked
package io.backupman.api.metrics;

import org.jspecify.annotations.NullMarked;

/**
 * Opens the database: where it is, its connections, its tables, and what its drivers' errors mean.
 */
@NullMarked
package io.backupman.core.store.engine;

import org.jspecify.annotations.NullMarked;

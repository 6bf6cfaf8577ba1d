/** Dumps of PostgreSQL: what a role may see, dumping, and restoring for proof. */
@NullMarked
package io.backupman.core.source.postgres;

import org.jspecify.annotations.NullMarked;

/** Reads scripts of PostgreSQL as psql would, and says what may be run of them. */
@NullMarked
package io.backupman.core.source.postgres.sql;

import org.jspecify.annotations.NullMarked;

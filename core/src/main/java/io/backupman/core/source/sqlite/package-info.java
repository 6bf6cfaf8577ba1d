/** Dumps of SQLite: copies that are proven, and restored for proof. */
@NullMarked
package io.backupman.core.source.sqlite;

import org.jspecify.annotations.NullMarked;

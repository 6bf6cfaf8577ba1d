/** Dumps of MariaDB and MySQL: what an account may see, dumping, and restoring for proof. */
@NullMarked
package io.backupman.core.source.mariadb;

import org.jspecify.annotations.NullMarked;

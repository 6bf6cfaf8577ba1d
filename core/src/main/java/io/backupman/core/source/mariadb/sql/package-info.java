/** Reads scripts of MariaDB and MySQL as their server would, and says what may be run of them. */
@NullMarked
package io.backupman.core.source.mariadb.sql;

import org.jspecify.annotations.NullMarked;

/** The records in SQL: transactions, repositories, migrations. */
@NullMarked
package io.backupman.core.store;

import org.jspecify.annotations.NullMarked;

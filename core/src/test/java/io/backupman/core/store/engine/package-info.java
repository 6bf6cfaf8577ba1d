/** Tests of the records, on every database that they may be kept in. */
@NullMarked
package io.backupman.core.store.engine;

import org.jspecify.annotations.NullMarked;

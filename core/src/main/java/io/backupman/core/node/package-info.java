/** This process and the others that share the database, and which of them live. */
@NullMarked
package io.backupman.core.node;

import org.jspecify.annotations.NullMarked;

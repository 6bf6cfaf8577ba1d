/** Files that are there whole and lasting, or not at all. */
@NullMarked
package io.backupman.core.file;

import org.jspecify.annotations.NullMarked;

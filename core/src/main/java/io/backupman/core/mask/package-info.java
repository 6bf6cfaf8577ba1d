/** Keeping secrets out of everything that is written. */
@NullMarked
package io.backupman.core.mask;

import org.jspecify.annotations.NullMarked;

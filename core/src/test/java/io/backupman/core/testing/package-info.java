/** Real things for tests of this and other modules. */
@NullMarked
package io.backupman.core.testing;

import org.jspecify.annotations.NullMarked;

/** Programs of others that are run, and that leave no process behind. */
@NullMarked
package io.backupman.core.process;

import org.jspecify.annotations.NullMarked;

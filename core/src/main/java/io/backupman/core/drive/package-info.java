/** Drives: where finished dumps are stored. */
@NullMarked
package io.backupman.core.drive;

import org.jspecify.annotations.NullMarked;

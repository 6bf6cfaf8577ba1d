/** What all dump programs need: they are found, fed, read, and understood when they fail. */
@NullMarked
package io.backupman.core.source.program;

import org.jspecify.annotations.NullMarked;

/** Data sources: the databases that are dumped, and the proof that a dump is whole. */
@NullMarked
package io.backupman.core.source;

import org.jspecify.annotations.NullMarked;

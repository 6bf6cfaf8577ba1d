/** Backups: running one, what is known of them, and ending those whose process died. */
@NullMarked
package io.backupman.core.backup;

import org.jspecify.annotations.NullMarked;

/** Drives that are folders of this host. */
@NullMarked
package io.backupman.core.drive.local;

import org.jspecify.annotations.NullMarked;

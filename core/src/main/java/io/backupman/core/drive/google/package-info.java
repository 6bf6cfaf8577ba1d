/** Drives that are folders of Google Drive. */
@NullMarked
package io.backupman.core.drive.google;

import org.jspecify.annotations.NullMarked;

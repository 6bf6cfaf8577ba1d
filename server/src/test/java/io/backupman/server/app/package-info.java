/** A whole Backupman in this process. */
@NullMarked
package io.backupman.server.app;

import org.jspecify.annotations.NullMarked;

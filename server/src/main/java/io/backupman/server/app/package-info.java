/** One whole Backupman: how its parts are put together, started and stopped. */
@NullMarked
package io.backupman.server.app;

import org.jspecify.annotations.NullMarked;

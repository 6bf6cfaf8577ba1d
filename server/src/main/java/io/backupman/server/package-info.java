/** The program: how its parts are put together, started and stopped. */
@NullMarked
package io.backupman.server;

import org.jspecify.annotations.NullMarked;

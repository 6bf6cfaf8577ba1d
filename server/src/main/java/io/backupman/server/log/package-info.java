/** What the program writes about its work, to the standard error stream. */
@NullMarked
package io.backupman.server.log;

import org.jspecify.annotations.NullMarked;

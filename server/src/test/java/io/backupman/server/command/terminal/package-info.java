/** Tests of what the command line shows in a terminal. */
@NullMarked
package io.backupman.server.command.terminal;

import org.jspecify.annotations.NullMarked;

/** What the command line shows in a terminal: colours, columns, the progress of backups. */
@NullMarked
package io.backupman.server.command.terminal;

import org.jspecify.annotations.NullMarked;

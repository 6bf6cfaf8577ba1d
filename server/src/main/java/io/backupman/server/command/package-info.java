/** The command line. */
@NullMarked
package io.backupman.server.command;

import org.jspecify.annotations.NullMarked;

/** Tests of what the command line prints. */
@NullMarked
package io.backupman.server.command.text;

import org.jspecify.annotations.NullMarked;

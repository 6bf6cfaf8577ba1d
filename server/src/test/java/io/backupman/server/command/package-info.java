/** Tests of the command line's parts; the whole of it is run in processes of its own. */
@NullMarked
package io.backupman.server.command;

import org.jspecify.annotations.NullMarked;

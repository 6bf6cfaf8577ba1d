/** What the command line prints: identifiers, times, lists and single records, in words. */
@NullMarked
package io.backupman.server.command.text;

import org.jspecify.annotations.NullMarked;

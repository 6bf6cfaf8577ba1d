/** What the program writes about its work. */
@NullMarked
package io.backupman.server.log;

import org.jspecify.annotations.NullMarked;

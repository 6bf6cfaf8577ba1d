/** The documentation: what it leads to, and what it tells its reader to type. */
@NullMarked
package io.backupman.server.docs;

import org.jspecify.annotations.NullMarked;

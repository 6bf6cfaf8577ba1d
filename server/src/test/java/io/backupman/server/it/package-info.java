/** The built program as a user runs it: real processes, databases, receivers and signals. */
@NullMarked
package io.backupman.server.it;

import org.jspecify.annotations.NullMarked;

/** What keeps slow clients and a stopping server from holding each other up. */
@NullMarked
package io.backupman.api.connection;

import org.jspecify.annotations.NullMarked;

/** Takes connections, has Helidon answer their requests, and lets no client keep others out. */
@NullMarked
package io.backupman.api.connection;

import org.jspecify.annotations.NullMarked;

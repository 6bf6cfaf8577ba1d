/** What the configuration says, as records. */
@NullMarked
package io.backupman.server.config.settings;

import org.jspecify.annotations.NullMarked;

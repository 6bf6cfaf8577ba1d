/** Makes notifiers out of their sections, with what their plugins get. */
@NullMarked
package io.backupman.server.config.notifier;

import org.jspecify.annotations.NullMarked;

/** The configured notifiers by name, and what the host puts around a plugin's code. */
@NullMarked
package io.backupman.core.notifier;

import org.jspecify.annotations.NullMarked;

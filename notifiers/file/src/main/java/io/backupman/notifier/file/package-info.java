/** The drop-in channel {@code file}: each report becomes one JSON line of an audit log. */
@NullMarked
package io.backupman.notifier.file;

import org.jspecify.annotations.NullMarked;

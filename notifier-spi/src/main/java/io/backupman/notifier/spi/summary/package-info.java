/**
 * Events in words, the same ones in every channel: {@link
 * io.backupman.notifier.spi.summary.Summary#of} gives them, and {@link
 * io.backupman.notifier.spi.summary.PlainText} makes texts fit.
 */
@NullMarked
package io.backupman.notifier.spi.summary;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.backupman.notifier.spi.summary;

import org.jspecify.annotations.NullMarked;

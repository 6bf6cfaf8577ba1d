@NullMarked
package io.backupman.notifier.spi;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.backupman.core.notifier;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.backupman.notifier.testkit;

import org.jspecify.annotations.NullMarked;

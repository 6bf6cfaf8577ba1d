/** Tests of the file channel on real files, with threads and processes. */
@NullMarked
package io.backupman.notifier.file;

import org.jspecify.annotations.NullMarked;

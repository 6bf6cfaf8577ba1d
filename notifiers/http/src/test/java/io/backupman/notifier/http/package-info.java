/** Tests of what channels over HTTP share. */
@NullMarked
package io.backupman.notifier.http;

import org.jspecify.annotations.NullMarked;

/** What tests of channels share: receivers that misbehave, and the record of what came of it. */
@NullMarked
package io.backupman.notifier.http.testing;

import org.jspecify.annotations.NullMarked;

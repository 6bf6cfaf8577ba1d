/** Tests of the Slack channel against a fake of its API. */
@NullMarked
package io.backupman.notifier.slack;

import org.jspecify.annotations.NullMarked;

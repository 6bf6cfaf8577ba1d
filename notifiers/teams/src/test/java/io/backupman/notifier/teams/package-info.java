/** Tests of the Microsoft Teams channel against a fake of its API. */
@NullMarked
package io.backupman.notifier.teams;

import org.jspecify.annotations.NullMarked;

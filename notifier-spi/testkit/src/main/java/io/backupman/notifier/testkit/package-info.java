/**
 * The test kit for notifier channels: what Backupman relies on, as tests that any channel inherits.
 *
 * <p>A channel that speaks HTTP extends {@link io.backupman.notifier.testkit.HttpNotifierContract},
 * gets a {@link io.backupman.notifier.testkit.FakeReceiver} and says what its settings are; any
 * other extends {@link io.backupman.notifier.testkit.NotifierContract}. For tests of its own there
 * are settings from a map, a fixed context and example notifications.
 */
@NullMarked
package io.backupman.notifier.testkit;

import org.jspecify.annotations.NullMarked;

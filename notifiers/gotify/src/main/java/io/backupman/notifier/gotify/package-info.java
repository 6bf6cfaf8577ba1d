/**
 * The channel {@code gotify}: pushes to the applications of a Gotify server
 * (https://gotify.net/docs/pushmsg).
 */
@NullMarked
package io.backupman.notifier.gotify;

import org.jspecify.annotations.NullMarked;

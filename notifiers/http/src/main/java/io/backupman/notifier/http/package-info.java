/**
 * What channels over HTTP share, Backupman's own and others': one exchange under one deadline, what
 * its answer means, and sentences without secrets. A plugin brings it in its own JAR.
 *
 * <p>Most channels need three of these: a {@link io.backupman.notifier.http.HttpReceiver} says for
 * each destination what {@link io.backupman.notifier.http.HttpCall} to make; {@link
 * io.backupman.notifier.http.Destinations#read} makes one for each entry of the list {@code
 * destinations}, with what {@link io.backupman.notifier.http.HttpSettings} reads there; {@link
 * io.backupman.notifier.http.HttpNotifier} is the channel. Where a service says more than a status,
 * the receiver looks into the {@link io.backupman.notifier.http.HttpAnswer}.
 */
@NullMarked
package io.backupman.notifier.http;

import org.jspecify.annotations.NullMarked;

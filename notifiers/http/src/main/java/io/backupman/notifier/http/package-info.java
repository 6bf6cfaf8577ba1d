/**
 * What channels over HTTP share: one exchange under one deadline, what its answer means, and
 * sentences without secrets. It holds no state between sends but the client.
 *
 * <p>A channel describes a {@link io.backupman.notifier.http.HttpCall}, hands it to {@link
 * io.backupman.notifier.http.HttpSender#send} and returns {@link
 * io.backupman.notifier.http.HttpAnswer#receipt()}; where its provider says more than a status, it
 * looks into the answer before.
 */
@NullMarked
package io.backupman.notifier.http;

import org.jspecify.annotations.NullMarked;

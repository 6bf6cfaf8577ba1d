/**
 * What a notifier channel for Backupman compiles against. It depends on nothing but the JDK.
 *
 * <p>A channel is a {@link io.backupman.notifier.spi.NotifierProvider}, named in {@code
 * META-INF/services/io.backupman.notifier.spi.NotifierProvider} and found with {@link
 * java.util.ServiceLoader}. From its section of {@code config.yml} the provider makes a {@link
 * io.backupman.notifier.spi.Notifier}; the notifier names its destinations and makes one attempt to
 * deliver each time it is asked to. The host keeps every report until it is delivered: it owns
 * retries, back-off, deadlines, the history of attempts, and the masking of secrets.
 *
 * <p>A {@link io.backupman.notifier.spi.Notification} tells of an event: a backup has ended or
 * started, another notifier fails or works again, somebody tries the channel. A {@link
 * io.backupman.notifier.spi.summary.Summary} says it in words, also of events that a newer host
 * adds.
 *
 * <p>The test kit, {@code backupman-notifier-testkit}, checks a channel for what the host relies
 * on. What may change here, and what not, is written in {@code docs/plugin-api.md}.
 *
 * <p>To log, use {@link System.Logger}: the host shows what it says, with secrets masked.
 */
@NullMarked
package io.backupman.notifier.spi;

import org.jspecify.annotations.NullMarked;

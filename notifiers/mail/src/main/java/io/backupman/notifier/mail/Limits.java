package io.backupman.notifier.mail;

import java.time.Duration;

/**
 * How long things may take, each more than zero. They are no shorter than what servers may take for
 * each step (RFC 5321, section 4.5.3.2), but for the whole.
 *
 * @param connect until a connection stands; a server's addresses share it
 * @param read until the server says something; not after the end of the message, where giving up
 *     means a duplicate: that answer has all of the time that is left
 * @param write until the server takes what is sent
 * @param attempt the whole conversation: a server that drips one byte at a time keeps every other
 *     limit
 */
record Limits(Duration connect, Duration read, Duration write, Duration attempt) {

  /** For who asks whether the server is there, and wants to know soon. */
  static final Limits OF_A_CHECK =
      new Limits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60));

  /** Limits of a message that has this time in all. */
  static Limits within(Duration attempt) {
    return new Limits(
        Duration.ofSeconds(20), Duration.ofMinutes(5), Duration.ofMinutes(3), attempt);
  }
}

package io.backupman.notifier.mail;

import java.time.Duration;

/**
 * How long things may take, each more than zero.
 *
 * @param connect until a connection stands; a server's addresses share it
 * @param read until the server says something
 * @param write until the server takes what is sent
 * @param attempt the whole conversation: a server that drips one byte at a time keeps every other
 *     limit
 */
record Limits(Duration connect, Duration read, Duration write, Duration attempt) {

  /** What is used outside tests. */
  static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60));
}

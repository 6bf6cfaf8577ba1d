package io.backupman.net;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up the addresses of a host. */
@FunctionalInterface
interface Names {
  /** As the system does. */
  Names SYSTEM = new LookUps(InetAddress::getAllByName);

  /**
   * The addresses, at least one, in the order in which to try them.
   *
   * @throws UnknownHostException if there is none
   * @throws InterruptedIOException if the thread that waits for them is interrupted
   */
  InetAddress[] addresses(String host) throws UnknownHostException, InterruptedIOException;
}

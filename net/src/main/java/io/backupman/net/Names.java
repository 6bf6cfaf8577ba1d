package io.backupman.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up the addresses of a host. */
@FunctionalInterface
interface Names {
  /** As the system does. */
  Names SYSTEM = InetAddress::getAllByName;

  /**
   * The addresses, at least one, in the order in which to try them.
   *
   * @throws UnknownHostException if there is none
   */
  InetAddress[] addresses(String host) throws UnknownHostException;
}

package io.backupman.api;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the address of the host that the API is to listen on. */
final class ListenAddress {
  private ListenAddress() {}

  static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw ListenException.unknownHost(host, e);
    }
  }
}

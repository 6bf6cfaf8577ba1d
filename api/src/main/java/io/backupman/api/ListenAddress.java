package io.backupman.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** The address to listen on, tried before Helidon does: it logs a failure and goes on. */
final class ListenAddress {
  private ListenAddress() {}

  static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw ListenException.unknownHost(host, e);
    }
  }

  static void tryOut(InetAddress address, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw ListenException.refused(address, port, e);
    }
  }
}

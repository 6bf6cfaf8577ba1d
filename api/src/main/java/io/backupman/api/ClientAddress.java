package io.backupman.api;

import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The address that a connection comes from, behind a proxy the proxy's: anybody can write any other
 * into a header.
 */
final class ClientAddress {
  private ClientAddress() {}

  static InetAddress of(ServerRequest request) {
    return ((InetSocketAddress) request.remotePeer().address()).getAddress();
  }
}

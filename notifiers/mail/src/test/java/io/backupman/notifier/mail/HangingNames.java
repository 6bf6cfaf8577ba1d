package io.backupman.notifier.mail;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Looks names up as ever, but {@link #HOST}, whose name server does not answer. */
public final class HangingNames extends InetAddressResolverProvider {
  static final String HOST = "hanging-name-server.invalid";

  /** For {@link java.util.ServiceLoader}. */
  public HangingNames() {}

  @Override
  public String name() {
    return "hanging";
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    var builtin = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        if (host.equals(HOST)) {
          hang();
        }
        return builtin.lookupByName(host, policy);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return builtin.lookupByAddress(address);
      }
    };
  }

  /** Until the notifier is closed: the thread is its own. */
  private static void hang() throws UnknownHostException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException closed) {
      throw new UnknownHostException(HOST);
    }
  }
}

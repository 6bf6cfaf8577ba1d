package io.backupman.notifier.http.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks names up as ever, but {@link #HOST}, whose name server does not answer. It is in use where
 * a service file of the tests names it.
 */
public final class HangingNames extends InetAddressResolverProvider {
  /** The name that is looked up for 15 s, and then not known. */
  public static final String HOST = "hanging-name-server.invalid";

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

  /** As long as a system's resolver does, and as deaf to interrupts. */
  private static void hang() throws UnknownHostException {
    var never = new CountDownLatch(1);
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (System.nanoTime() < end) {
      try {
        if (never.await(1, TimeUnit.SECONDS)) {
          throw new UnknownHostException(HOST);
        }
      } catch (InterruptedException deaf) {
        // A lookup of the system does not hear it either.
      }
    }
  }
}

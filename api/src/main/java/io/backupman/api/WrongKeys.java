package io.backupman.api;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests whose key is wrong: the log tells of them at once and then once a minute for each
 * address, and after some of them each has to wait for its answer. A right key never waits. The
 * address is the one of the connection, as anybody can write any other into a header; behind a
 * proxy it is the proxy's. Safe for use by several threads.
 */
final class WrongKeys {
  private static final System.Logger LOG = System.getLogger(WrongKeys.class.getName());
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /**
   * How many a minute are answered at once: somebody may have mistyped a key, or use an old one.
   */
  private static final int ANSWERED_AT_ONCE = 10;

  /** What more addresses send is counted together. */
  private static final int MOST_ADDRESSES = 100;

  private static final String OTHERS = "other addresses";

  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Count> counts = new LinkedHashMap<>();

  /** What came from an address since the log told of it. */
  private static final class Count {
    private final long since;
    private int inMinute;
    private int untold;

    Count(long since) {
      this.since = since;
    }
  }

  /**
   * Begins to count.
   *
   * @param nanos a clock as {@link System#nanoTime()}
   */
  WrongKeys(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Takes notice of a request with a wrong key.
   *
   * @return whether its answer has to wait
   */
  boolean notice(InetAddress address) {
    var name = name(address);
    lock.lock();
    try {
      tell();
      var key = counts.containsKey(name) || counts.size() < MOST_ADDRESSES ? name : OTHERS;
      var known = counts.get(key);
      if (known == null) {
        LOG.log(System.Logger.Level.WARNING, "A request from " + key + " had a wrong API key.");
      }
      var count = known == null ? new Count(nanos.getAsLong()) : known;
      counts.put(key, count);
      count.inMinute++;
      count.untold += known == null ? 0 : 1;
      return count.inMinute > ANSWERED_AT_ONCE;
    } finally {
      lock.unlock();
    }
  }

  /** Logs how many wrong keys came within the last minute; to be called now and then. */
  void tell() {
    lock.lock();
    try {
      var now = nanos.getAsLong();
      counts.replaceAll(
          (name, count) -> now - count.since < MINUTE ? count : told(name, count, now));
      counts.values().removeIf(count -> count.inMinute == 0 && now - count.since >= MINUTE);
    } finally {
      lock.unlock();
    }
  }

  private static Count told(String name, Count count, long now) {
    if (count.untold == 0) {
      count.inMinute = 0;
      return count;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        count.untold + " more requests from " + name + " had a wrong API key within a minute.");
    return new Count(now);
  }

  /** An owner of IPv6 addresses has at least 2^64 of them, so these count as one. */
  private static String name(InetAddress address) {
    var network =
        address instanceof Inet6Address && !address.isLoopbackAddress() ? network(address) : null;
    return network == null ? address.getHostAddress() : network.getHostAddress() + "/64";
  }

  private static @Nullable InetAddress network(InetAddress address) {
    var bytes = Arrays.copyOf(Arrays.copyOf(address.getAddress(), 8), 16);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      return null; // never for 16 bytes
    }
  }
}

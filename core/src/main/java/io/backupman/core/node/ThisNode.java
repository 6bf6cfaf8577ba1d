package io.backupman.core.node;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Says who this process is. */
public final class ThisNode {
  private static final Duration CLOCK_ADJUSTMENT = Duration.ofSeconds(10);

  private ThisNode() {}

  /** A new identity for this process. */
  public static Node create() {
    var process = ProcessHandle.current();
    return new Node(
        UuidCreator.getTimeOrderedEpoch(), hostName(), machine(), process.pid(), start(process), 0);
  }

  /**
   * Whether a process is certainly gone: it ran where this one runs, so that process ids can be
   * compared, and no such process is there.
   */
  public static boolean certainlyGone(Node node) {
    return node.machine().equals(machine())
        && ProcessHandle.of(node.pid())
            .filter(p -> p.isAlive() && mayBe(p, node.processStart()))
            .isEmpty();
  }

  /** The start is derived from the time of the boot, which moves when the clock is adjusted. */
  private static boolean mayBe(ProcessHandle process, long recordedStart) {
    var start = start(process);
    return start == 0
        || recordedStart == 0
        || Math.abs(start - recordedStart) < CLOCK_ADJUSTMENT.toMillis();
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /**
   * The machine's name, for people and for mail servers. Where there is a kernel to ask, no name
   * service is: a container's name often has no address, and would be unknown.
   */
  public static String hostName() {
    return hostName(Path.of("/proc/sys/kernel/hostname"));
  }

  static String hostName(Path kernel) {
    try {
      var name = Files.readString(kernel).strip();
      return name.isEmpty() ? networkName() : name;
    } catch (IOException e) {
      return networkName();
    }
  }

  private static String networkName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /**
   * On Linux the boot and the process id namespace, because containers often share a host name;
   * else the host name.
   */
  private static String machine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return hostName();
    }
  }
}

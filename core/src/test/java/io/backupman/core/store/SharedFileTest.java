package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.ReportQuery;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.net.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An embedded database that several processes have open, and that outlives their crashes. */
@Timeout(120)
class SharedFileTest {
  private static final int OPENED_WITHIN_SECONDS = 10;

  /** Longer than the pool waits for a connection. */
  private static final int REACHED_FOR_SECONDS = 6;

  @TempDir private Path folder;

  @Test
  void nothingThatWasCommittedIsLostByAKill() throws Exception {
    var printed = new ArrayList<UUID>();
    for (var round = 0; round < 3; round++) {
      var child = start("on");
      try (var lines = child.inputReader()) {
        readIds(lines, 50 + round * 25).forEach(printed::add);
        child.toHandle().destroyForcibly();
        lines.lines().filter(l -> l.length() == 36).map(UUID::fromString).forEach(printed::add);
      }
    }
    var begun = System.nanoTime();
    try (var database = open()) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isLessThan(Duration.ofSeconds(OPENED_WITHIN_SECONDS));
      assertThat(ids(database)).containsAll(printed);
    }
  }

  @Test
  void anotherProcessReadsAndWritesWhileTheFirstRuns() throws Exception {
    try (var database = open()) {
      var mine = Samples.finished(database, "mine", StoreContract.NOW, "mail").id();
      var child = start("once");
      try (var lines = child.inputReader()) {
        var theirs = readIds(lines, 1);
        child.getOutputStream().close();
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isZero();
        assertThat(ids(database)).containsExactly(theirs.getFirst(), mine);
      }
    }
  }

  @Test
  void aProcessWorksOnAfterTheOneThatServedItWasKilledThoughOthersReachForTheFile()
      throws Exception {
    var first = start("on");
    try (var lines = first.inputReader();
        var others = Executors.newSingleThreadScheduledExecutor()) {
      var theirs = readIds(lines, 20);
      try (var database = open()) {
        assertThat(ids(database)).containsAll(theirs);
        first.toHandle().destroyForcibly();
        first.waitFor();
        var reaching =
            others.scheduleAtFixedRate(this::reachForTheFile, 0, 100, TimeUnit.MILLISECONDS);
        var end =
            others.schedule(() -> reaching.cancel(false), REACHED_FOR_SECONDS, TimeUnit.SECONDS);
        var mine = Samples.finished(database, "mine", StoreContract.NOW, "mail").id();
        assertThat(ids(database)).contains(mine).containsAll(theirs);
        assertThat(end.isDone()).isTrue();
      }
    } finally {
      first.destroyForcibly();
    }
  }

  /** Does to the lock file what a process does that waits for its turn: it is new again. */
  private void reachForTheFile() {
    try {
      Files.setLastModifiedTime(Path.of(file() + ".lock.db"), FileTime.from(Instant.now()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void manyProcessesMayMakeOneDatabaseAtOnce() throws Exception {
    var children = List.of(start("once"), start("once"), start("once"));
    var printed = new ArrayList<UUID>();
    for (var child : children) {
      printed.addAll(readIds(child.inputReader(), 1));
    }
    for (var child : children) {
      child.getOutputStream().close();
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isZero();
    }
    try (var database = open()) {
      assertThat(ids(database)).containsExactlyInAnyOrderElementsOf(printed);
    }
  }

  @Test
  void onlyTheOwnerMayReadTheFilesAndOnlyThisMachineMayConnect() throws Exception {
    try (var database = open()) {
      database.check();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
          .isEqualTo("rwx------");
      try (var files = Files.list(file().getParent())) {
        assertThat(files.toList())
            .hasSizeGreaterThanOrEqualTo(2)
            .allSatisfy(
                f ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                        .isEqualTo("rw-------"));
      }
      var lock = Files.readString(Path.of(file() + ".lock.db"));
      assertThat(lock).contains("server=localhost\\:");
      var port = Integer.parseInt(lock.replaceAll("(?s).*server=localhost\\\\:(\\d+).*", "$1"));
      assertThat(listeningAddresses(port)).containsExactly(InetAddress.getLoopbackAddress());
    }
  }

  private static List<InetAddress> listeningAddresses(int port) throws IOException {
    var addresses = new ArrayList<InetAddress>();
    for (var network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (var address : Collections.list(network.getInetAddresses())) {
        try (var socket = new Socket()) {
          socket.connect(new InetSocketAddress(address, port), 2_000);
          addresses.add(address);
        } catch (ConnectException refused) {
          assertThat(refused).hasMessageContaining("refused");
        }
      }
    }
    return addresses;
  }

  private Path file() {
    return folder.resolve("data").resolve("records");
  }

  private Database open() {
    return Database.open(new DatabaseSettings.Embedded(file()));
  }

  private Process start(String what) throws IOException {
    return ChildJvm.running(StoreProcess.class, file().toString(), what)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<UUID> readIds(BufferedReader lines, int count) throws IOException {
    assertThat(lines.readLine()).isEqualTo("open");
    var ids = new ArrayList<UUID>();
    while (ids.size() < count) {
      ids.add(UUID.fromString(Objects.requireNonNull(lines.readLine(), "the process has ended")));
    }
    return ids;
  }

  private static List<UUID> ids(Database database) {
    var ids = new ArrayList<UUID>();
    var query = ReportQuery.newest(1000);
    var page = database.reports().list(query);
    page.results().forEach(r -> ids.add(r.report().id()));
    while (page.next() != null) {
      var next = new ReportQuery(1000, page.next(), null, null, null, null, null, null, null, null);
      page = database.reports().list(next);
      page.results().forEach(r -> ids.add(r.report().id()));
    }
    return ids;
  }
}

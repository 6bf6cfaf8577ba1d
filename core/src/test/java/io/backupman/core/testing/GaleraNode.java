package io.backupman.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A node of a {@link GaleraCluster}. */
public final class GaleraNode implements AutoCloseable {
  private final InstalledMariaDb server;
  private final Path provider;
  private final int port = FreePort.find();
  private final int transferPort = FreePort.find();
  private final int copyPort = FreePort.find();
  private boolean alive;

  private GaleraNode(InstalledMariaDb server, Path provider) {
    this.server = server;
    this.provider = provider;
    try {
      // If this is root, rsync writes there as nobody, to say that nothing is copied.
      Files.setPosixFilePermissions(server.data(), PosixFilePermissions.fromString("rwxrwxrwx"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the files of one. */
  static GaleraNode create(Path program, Path provider) {
    var server = new InstalledMariaDb(program);
    server.start(); // makes the account
    server.stop();
    var node = new GaleraNode(server, provider);
    // Once a member, it knows from which state on it has to be told what has changed.
    node.found();
    node.awaitReady();
    server.stop();
    return node;
  }

  /** One with the same files, while this one is stopped; so none are copied when it joins. */
  GaleraNode another() {
    return new GaleraNode(InstalledMariaDb.like(server), provider);
  }

  MariaDbEngine.Account account() {
    return server.account();
  }

  /** The port for clients, on 127.0.0.1. */
  public int port() {
    return account().port();
  }

  /** Starts as the first one. */
  void found() {
    start("gcomm://", "--wsrep-new-cluster");
  }

  /** Starts as a further one. */
  void join(List<GaleraNode> members) {
    start(
        members.stream()
            .map(m -> "127.0.0.1:" + m.port)
            .collect(Collectors.joining(",", "gcomm://", "")));
  }

  private void start(String members, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "--wsrep-on=ON",
                "--wsrep-provider=" + provider,
                "--wsrep-cluster-name=test",
                "--wsrep-cluster-address=" + members,
                "--wsrep-node-address=127.0.0.1:" + port,
                "--wsrep-sst-method=rsync",
                "--wsrep-sst-receive-address=127.0.0.1:" + copyPort,
                "--binlog-format=ROW",
                "--innodb-autoinc-lock-mode=2",
                "--innodb-buffer-pool-size=32M",
                "--wsrep-provider-options=" + options()));
    arguments.addAll(List.of(more));
    server.start(arguments);
    alive = true;
  }

  private String options() {
    return String.join(
        ";",
        "gmcast.listen_addr=tcp://127.0.0.1:" + port,
        "ist.recv_addr=127.0.0.1:" + transferPort,
        "gcache.size=16M",
        "evs.keepalive_period=PT0.5S",
        "evs.suspect_timeout=PT2S",
        "evs.inactive_timeout=PT4S",
        "evs.inactive_check_period=PT0.3S",
        "evs.install_timeout=PT3S");
  }

  /** Waits until it is a member of the cluster and has everything. */
  public void awaitReady() {
    Awaitility.await("node on port " + port())
        .until(() -> status("wsrep_local_state_comment").equals("Synced") && isUsable());
  }

  /** Waits until it sees so many members of the cluster, itself among them. */
  public void awaitMembers(int members) {
    Awaitility.await("members seen on port " + port())
        .until(() -> status("wsrep_cluster_size").equals(String.valueOf(members)));
  }

  /** Whether it answers what is asked of its tables. */
  public boolean isUsable() {
    return status("wsrep_ready").equals("ON");
  }

  /** One of the values of {@code SHOW STATUS}; empty if there is none. */
  public String status(String name) {
    try (var connection = open("");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE '" + name + "'")) {
      return rows.next() ? rows.getString(2) : "";
    } catch (SQLException e) {
      return "";
    }
  }

  /** A new connection to a database, or to none if the name is empty. */
  public Connection open(String database) throws SQLException {
    return DriverManager.getConnection(
        account().url(database), account().user(), account().password());
  }

  /** Cuts it off from the other nodes; clients still reach it. */
  public void cutOff() {
    isolate(1);
  }

  /** Lets it go back to the other nodes. */
  public void reconnect() {
    isolate(0);
  }

  private void isolate(int how) {
    try (var connection = open("");
        var statement = connection.createStatement()) {
      statement.execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=" + how + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As {@code kill -STOP}. */
  public void freeze() {
    server.signal("STOP");
  }

  /** As {@code kill -CONT}. */
  public void thaw() {
    server.signal("CONT");
  }

  /** As {@code kill -9}. */
  public void kill() {
    server.kill();
    alive = false;
  }

  @Override
  public void close() {
    if (alive) {
      server.kill();
    }
    server.delete();
  }
}

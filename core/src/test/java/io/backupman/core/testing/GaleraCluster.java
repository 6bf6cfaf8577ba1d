package io.backupman.core.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Galera cluster of MariaDB servers on this machine, each with a folder and ports of its
 * own. The account may do everything. It gives a node up sooner than others do: after two seconds.
 * Not safe for use by several threads.
 */
public final class GaleraCluster implements AutoCloseable {
  private static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");

  private final List<GaleraNode> nodes;

  private GaleraCluster(List<GaleraNode> nodes) {
    this.nodes = nodes;
  }

  /** Whether a cluster can be started here; prints what is missing if not. */
  @SuppressWarnings("SystemOut")
  public static boolean isInstalled() {
    var missing =
        Stream.of(
                server().isEmpty() ? "mariadbd" : "",
                Files.exists(PROVIDER) ? "" : PROVIDER + " (Debian: galera-4)")
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" and "));
    if (!missing.isEmpty()) {
      System.out.println("Tests of a Galera cluster are skipped, because there is no " + missing);
    }
    return missing.isEmpty();
  }

  private static Optional<Path> server() {
    return MariaDbChoice.onPath("mariadbd");
  }

  /** Starts one, and waits until all of its nodes may be used. */
  public static GaleraCluster start(int size) {
    var first = GaleraNode.create(server().orElseThrow(), PROVIDER);
    var nodes =
        Stream.concat(Stream.of(first), Stream.generate(first::another).limit(size - 1)).toList();
    var cluster = new GaleraCluster(nodes);
    try {
      nodes.getFirst().found();
      nodes.stream().skip(1).forEach(node -> node.join(nodes));
      nodes.forEach(GaleraNode::awaitReady);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** One of its nodes, the first is 0. */
  public GaleraNode node(int number) {
    return nodes.get(number);
  }

  /** Who signs in. */
  public String user() {
    return nodes.getFirst().account().user();
  }

  /** Their password. */
  public String password() {
    return nodes.getFirst().account().password();
  }

  /** Makes a fresh, empty database (utf8mb4) and returns its name. */
  public String createDatabase() {
    var name = "test_" + UUID.randomUUID().toString().substring(0, 8);
    try (Connection connection = nodes.getFirst().open("");
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
      return name;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops it and deletes its files. */
  @Override
  public void close() {
    nodes.forEach(GaleraNode::close);
  }
}

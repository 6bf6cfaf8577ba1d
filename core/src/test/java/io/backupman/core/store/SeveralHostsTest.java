package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.backupman.core.net.TlsMode;
import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.DatabaseSettings.Host;
import io.backupman.core.store.engine.Pool;
import io.backupman.core.store.engine.StoreException;
import io.backupman.core.testing.FreePort;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of several hosts is used. */
@Timeout(120)
class SeveralHostsTest {
  private final MariaDbServer shared = MariaDbServer.shared();
  private final String database = shared.createDatabase();
  private final Host there = new Host(shared.host(), shared.port());
  private final Host nothing = new Host("127.0.0.1", FreePort.find());

  @Test
  void whatCannotBeReachedIsPassedOver() {
    assertThat(portOf(nothing, there)).isEqualTo(shared.port());
    try (var opened = Database.open(settings(nothing, there))) {
      opened.check();
    }
  }

  @Test
  void whatTakesConnectionsAndSaysNothingIsPassedOver() throws IOException {
    try (var silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      assertThat(portOf(new Host("127.0.0.1", silent.getLocalPort()), there))
          .isEqualTo(shared.port());
    }
  }

  @Test
  void theFirstOneThatCanBeUsedIs() {
    assertThat(portOf(there, nothing)).isEqualTo(shared.port());
  }

  @Test
  void whatIsLostIsReplacedByAnotherAndStaysSoWhenItIsBack() throws SQLException {
    try (var first = startedAlike()) {
      var settings = settings(new Host(first.host(), first.port()), there);
      try (var pool = new Pool(DatabaseLocation.of(settings));
          var sql = new Sql(pool, 4)) {
        assertThat(port(sql)).isEqualTo(first.port());

        first.stop();

        await()
            .ignoreExceptionsInstanceOf(StoreException.class)
            .until(() -> port(sql) == shared.port());
        first.resume();
        assertThat(port(sql)).isEqualTo(shared.port());
      }
    }
  }

  @Test
  void oneThatTakesNoWritesIsPassedOver() throws SQLException {
    try (var first = startedAlike("--read-only")) {
      var replica = new Host(first.host(), first.port());
      assertThat(portOf(replica, there)).isEqualTo(shared.port());
      assertThat(portOf(replica)).isEqualTo(first.port());
    }
  }

  @Test
  void ifNoneCanBeUsedTheSentenceNamesAllAndWhy() {
    var other = new Host("127.0.0.1", FreePort.find());
    assertThatThrownBy(() -> Database.open(settings(nothing, other)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("on " + nothing + ", " + other + " cannot be reached")
        .hasMessageContaining(nothing + ": ")
        .hasMessageContaining("; " + other + ": ");
  }

  @Test
  void aWrongPasswordIsNotTriedOnTheOthers() {
    var settings =
        new DatabaseSettings.Server(
            List.of(there, nothing), database, shared.user(), Secret.of("x"), TlsMode.OFF, 4);
    assertThatThrownBy(() -> Database.open(settings))
        .hasMessageContaining("The server " + there + " does not let the user");
  }

  @Test
  void anAddressOfTheNextGenerationIsReached() {
    try (var server = MariaDbServer.start("--bind-address=*", "--skip-name-resolve")) {
      var settings =
          new DatabaseSettings.Server(
              List.of(new Host("::1", server.port())),
              server.createDatabase(),
              server.user(),
              Secret.of(server.password()),
              TlsMode.OFF,
              4);
      try (var opened = Database.open(settings)) {
        opened.check();
      }
      assertThat(settings.hosts().getFirst()).hasToString("[::1]:" + server.port());
    }
  }

  /** Another server with a database of the same name. */
  private MariaDbServer startedAlike(String... arguments) throws SQLException {
    var server = MariaDbServer.start(arguments);
    try (var connection = server.open("");
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    }
    return server;
  }

  private DatabaseSettings.Server settings(Host... hosts) {
    return new DatabaseSettings.Server(
        List.of(hosts), database, shared.user(), Secret.of(shared.password()), TlsMode.OFF, 4);
  }

  private int portOf(Host... hosts) {
    try (var pool = new Pool(DatabaseLocation.of(settings(hosts)));
        var sql = new Sql(pool, 4)) {
      return port(sql);
    }
  }

  private static int port(Sql sql) {
    return Math.toIntExact(
        sql.query("SELECT @@port AS p", row -> row.number("p"), Params.none()).getFirst());
  }
}

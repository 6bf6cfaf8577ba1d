package io.backupman.api.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class OpenConnectionTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final Socket socket = new Socket();
  private final OpenConnection connection =
      new OpenConnection(socket, Thread.currentThread(), MINUTE);

  @Test
  void oneThatWaitsGivesWay() {
    connection.giveWay();

    assertThat(socket.isClosed()).isTrue();
    assertThat(connection.isOver()).isTrue();
  }

  @Test
  void oneThatHasBegunToAnswerSinceItWasChosenDoesNotGiveWay() {
    assertThat(connection.age()).isNotNegative();
    connection.shield(MINUTE);

    connection.giveWay();

    assertThat(socket.isClosed()).isFalse();
    assertThat(connection.isOver()).isFalse();
  }

  @Test
  void oneThatHasComeByAPlaceSinceItWasChosenDoesNotGiveWay() {
    assertThat(connection.hold(new Semaphore(1))).isTrue();

    connection.giveWay();

    assertThat(socket.isClosed()).isFalse();
  }
}

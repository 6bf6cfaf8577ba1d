package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendTest {
  @AfterEach
  void clear() {
    Thread.interrupted();
  }

  @Test
  void anInterruptThatComesBeforeItsThreadCountsToo() throws Exception {
    var send = new Send(() -> Receipt.of(Thread.interrupted() ? 1 : 0, ""));
    send.interrupt();

    send.run();

    assertThat(send.get().statusCode()).hasValue(1);
  }

  @Test
  void anInterruptDoesNotMeetWhatItsThreadDoesNext() {
    var send = new Send(Receipt::taken);
    send.interrupt();

    send.run();

    assertThat(Thread.currentThread().isInterrupted()).as("one that came in time").isFalse();
    send.interrupt();
    assertThat(Thread.currentThread().isInterrupted()).as("one that came too late").isFalse();
  }
}

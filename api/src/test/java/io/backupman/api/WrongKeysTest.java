package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class WrongKeysTest {
  private static final String LOGGER = WrongKeys.class.getName();
  private final AtomicLong nanos = new AtomicLong();
  private final WrongKeys wrongKeys = new WrongKeys(nanos::get);

  @Test
  void theFirstIsToldAtOnceAndTheOthersOnceAMinute() throws UnknownHostException {
    try (var log = CapturedLog.of(LOGGER, Level.ALL)) {
      for (int i = 0; i < 50; i++) {
        wrongKeys.notice(address("192.0.2.7"));
        wrongKeys.notice(address("192.0.2.8"));
      }
      assertThat(log.text().lines())
          .containsExactly(
              LOGGER + " A request from 192.0.2.7 had a wrong API key.",
              LOGGER + " A request from 192.0.2.8 had a wrong API key.");

      minutesLater(1);
      wrongKeys.tell();
      wrongKeys.tell();

      assertThat(log.text().lines())
          .hasSize(4)
          .contains(
              LOGGER + " 49 more requests from 192.0.2.7 had a wrong API key within a minute.");
    }
  }

  @Test
  void afterTenInAMinuteTheAnswersOfThatAddressWait() throws UnknownHostException {
    for (int i = 0; i < 10; i++) {
      assertThat(wrongKeys.notice(address("192.0.2.7"))).isFalse();
    }
    assertThat(wrongKeys.notice(address("192.0.2.7"))).isTrue();
    assertThat(wrongKeys.notice(address("192.0.2.8"))).isFalse();

    minutesLater(1);

    assertThat(wrongKeys.notice(address("192.0.2.7"))).isFalse();
  }

  @Test
  void addressesOfOneNetworkCountAsOneAndVeryManyAsOthers() throws UnknownHostException {
    try (var log = CapturedLog.of(LOGGER, Level.ALL)) {
      for (int i = 1; i < 20; i++) {
        wrongKeys.notice(address("2001:db8:1:2::" + i));
      }
      for (int i = 0; i < 1000; i++) {
        wrongKeys.notice(address("10.0." + i / 256 + "." + i % 256));
      }
      assertThat(log.text().lines())
          .hasSize(101)
          .contains(LOGGER + " A request from 2001:db8:1:2:0:0:0:0/64 had a wrong API key.")
          .contains(LOGGER + " A request from other addresses had a wrong API key.");
    }
  }

  @Test
  void whoIsQuietIsForgotten() throws UnknownHostException {
    try (var log = CapturedLog.of(LOGGER, Level.ALL)) {
      wrongKeys.notice(address("192.0.2.7"));
      minutesLater(1);
      wrongKeys.tell();
      wrongKeys.notice(address("192.0.2.7"));

      assertThat(log.text().lines()).hasSize(2);
    }
  }

  @Test
  void aRightKeyNeverWaitsAndNoKeyIsNoWrongOne() {
    try (var api = RunningApi.start();
        var log = CapturedLog.of(LOGGER, Level.ALL)) {
      api.send(api.request("/api/backups"));
      assertThat(log.text()).isEmpty();
      for (int i = 0; i < 11; i++) {
        var wrong = api.request("/api/backups/x/download?expires=1&signature=x");
        assertThat(api.send(wrong.header("X-Api-Key", "wrong" + i)).statusCode()).isIn(403, 404);
      }
      assertThat(log.text()).contains("127.0.0.1").doesNotContain("wrong0");
      long start = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThat(api.get("/api/backups").statusCode()).isEqualTo(200);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void theAnswerThatWaitedIsTheLastOfItsConnection() throws IOException {
    try (var api = RunningApi.start()) {
      var wrong = "GET /api/backups HTTP/1.1\r\nHost: x\r\nX-Api-Key: wrong\r\n\r\n";

      assertThat(api.raw(wrong.repeat(20)).split("HTTP/1.1 401 ", -1)).hasSize(12);
    }
  }

  @Test
  void soIsTheAnswerToALinkThatHasAWrongKey() throws IOException {
    try (var api = RunningApi.start()) {
      var wrong =
          "GET /api/backups/%s/download?expires=1&signature=x HTTP/1.1\r\nHost: x\r\nX-Api-Key: wrong\r\n\r\n"
              .formatted(Samples.BACKUP);

      assertThat(api.raw(wrong.repeat(20)))
          .endsWith("ask generate-download-url for another.\"}")
          .containsOnlyOnce("Connection: close");
    }
  }

  private void minutesLater(int minutes) {
    nanos.addAndGet(Duration.ofMinutes(minutes).toNanos());
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }
}

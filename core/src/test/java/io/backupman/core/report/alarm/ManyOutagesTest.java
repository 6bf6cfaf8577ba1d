package io.backupman.core.report.alarm;

import static io.backupman.core.report.alarm.AlarmFixture.HOUR;
import static io.backupman.core.report.alarm.AlarmFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.WholeLog;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Destinations that begin to fail one after the other. */
class ManyOutagesTest {
  private static final int MANY = 16;

  private final Set<String> away = ConcurrentHashMap.newKeySet();
  private final List<Integer> told = new ArrayList<>();
  private final RecordingNotifier mail =
      new RecordingNotifier(IntStream.range(0, MANY).mapToObj(i -> "a" + i).toArray(String[]::new));
  private final RecordingNotifier chat = new RecordingNotifier("ops");
  private final AlarmFixture fixture =
      new AlarmFixture(AlarmFixture.usualDelays(), mail.named("mail"), chat.named("chat"));

  @BeforeEach
  void start() {
    mail.behave(
        (n, d) -> {
          if (away.contains(d.name())) {
            throw NotificationException.retryable("No route to host.");
          }
          return Receipt.taken();
        });
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** As with one mail server, and a data source for each address that is backed up in turn. */
  @Test
  void theFirstIsToldOfWithoutWaitingForAllThatFollow() {
    for (var minute = 0; minute < MANY; minute++) {
      away.add("a" + minute);
      fixture.report();
      fixture.pass(MINUTE);
    }
    fixture.pass(HOUR.minus(MINUTE.multipliedBy(MANY)));

    for (var minute = 0; minute < MANY; minute++) {
      fixture.pass(MINUTE);
      told.add(alarms().size());
    }

    // How many are told of at once depends on when each was tried last.
    assertThat(told.get(8)).as("the first of several, within minutes").isPositive();
    fixture.minutes(10);
    assertThat(alarms().stream().flatMap(List::stream)).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(alarms()).hasSizeLessThan(5);
  }

  /** The first one is told of together with the chat, to the other addresses. */
  @Test
  void theLogSaysOnceOfEachThatNobodyCanBeTold() {
    chat.behave(
        (n, d) -> {
          throw NotificationException.retryable("No route to host.");
        });
    away.add("a0");
    fixture.report();
    fixture.pass(MINUTE.multipliedBy(20));
    away.add("a1");
    fixture.report();
    fixture.pass(MINUTE.multipliedBy(20));
    away.add("a2");
    fixture.report();
    try (var log = new WholeLog()) {
      for (var tens = 0; tens < 8; tens++) {
        fixture.pass(MINUTE.multipliedBy(10));
      }

      assertThat(log.text().lines().filter(line -> line.contains("nobody can be told")))
          .extracting(line -> line.replaceAll(".* has not reached \"(.*?)\".*", "$1"))
          .containsExactly("a1", "a2");
    }
    assertThat(alarms()).isEmpty();
  }

  private List<List<Outage>> alarms() {
    return chat.sent().stream()
        .map(RecordingNotifier.Sent::notification)
        .filter(n -> n.event().equals(Notification.NOTIFIER_FAILING))
        .map(Notification::outages)
        .toList();
  }
}

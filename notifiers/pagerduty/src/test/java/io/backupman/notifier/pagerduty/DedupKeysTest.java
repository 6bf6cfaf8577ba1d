package io.backupman.notifier.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.FixedContext;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DedupKeysTest {

  @Test
  void allNodesOfOneAddressSpeakOfTheSameAlert() {
    var url = "https://backup.example.com";

    assertThat(key(new Host("node-1", url)))
        .isEqualTo("backupman/https://backup.example.com/source/Mysql 1")
        .isEqualTo(key(new Host("node-2", url)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"})
  void machinesThatCallThemselvesLocalhostDoNotShareAlerts(String url) {
    assertThat(key(new Host("node-1", url))).isEqualTo("backupman/node-1/source/Mysql 1");
  }

  @Test
  void aSuccessHasTheKeyOfTheFailure() {
    var keys = DedupKeys.of(new FixedContext("channel"));

    assertThat(keys.of(ExampleEvents.finished())).isEqualTo(keys.of(ExampleEvents.failed()));
  }

  @Test
  void aTestHasNoDataSourcesKey() {
    var keys = DedupKeys.of(new FixedContext("channel"));

    assertThat(keys.of(ExampleEvents.test())).isNotEqualTo(keys.of(ExampleEvents.finished()));
  }

  private static String key(NotifierContext host) {
    return DedupKeys.of(host).of(ExampleEvents.failed());
  }

  private record Host(String hostName, String url) implements NotifierContext {
    @Override
    public String notifierName() {
      return "pagerduty";
    }

    @Override
    public String version() {
      return "1.2.3";
    }

    @Override
    public Optional<URI> appUrl() {
      return Optional.of(URI.create(url));
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }
  }
}

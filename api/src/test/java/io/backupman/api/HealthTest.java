package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.health.HealthCheck.Component;
import io.backupman.core.health.HealthCheck.Health;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Component UP = new Component(true, "");
  private static final Component DOWN = new Component(false, "password 'x' refused by 10.0.0.7");

  private final RunningApi api = RunningApi.start();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void pingAnswersWithoutAKey() {
    var answer = api.send(api.request("/ping"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"message\":\"pong\"}");
  }

  @Test
  void healthIsUpWithoutAKeyWhenEverythingIs() {
    api.health =
        new Health(UP, Map.of("Local Drive", UP), Map.of("MySQL 1", UP), Map.of("mail", UP));

    var answer = api.send(api.request("/health"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"Version\":\"1.2.3\",\"CommitSHA\":\"abc123\","
                + "\"BuildDate\":\"2026-01-02T03:04:05Z\",\"Status\":\"UP\",\"Details\":{"
                + "\"Database\":{\"Status\":\"UP\",\"Components\":null},"
                + "\"Drives\":{\"Status\":\"UP\",\"Components\":{"
                + "\"Local Drive\":{\"Status\":\"UP\",\"Components\":null}}},"
                + "\"DataSources\":{\"Status\":\"UP\",\"Components\":{"
                + "\"MySQL 1\":{\"Status\":\"UP\",\"Components\":null}}},"
                + "\"Notifiers\":{\"Status\":\"UP\",\"Components\":{"
                + "\"Mail\":{\"Status\":\"UP\",\"Components\":null}}}}}");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void oneThingDownMakesAllDownAndItsReasonStaysInside() {
    var notifiers = new LinkedHashMap<String, Component>();
    notifiers.put("webhook", UP);
    notifiers.put("my-channel", DOWN);
    api.health = new Health(UP, Map.of(), Map.of(), notifiers);

    var answer = api.send(api.request("/health"));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains("\"Status\":\"DOWN\",\"Details\":{\"Database\":{\"Status\":\"UP\"")
        .contains("\"Drives\":{\"Status\":\"UP\",\"Components\":{}}")
        .endsWith(
            "\"Notifiers\":{\"Status\":\"DOWN\",\"Components\":{"
                + "\"Webhook\":{\"Status\":\"UP\",\"Components\":null},"
                + "\"my-channel\":{\"Status\":\"DOWN\",\"Components\":null}}}}}")
        .doesNotContain("10.0.0.7");
  }

  @Test
  void notifiersAreLeftOutWhenNoneIsSwitchedOn() {
    assertThat(api.send(api.request("/health")).body()).doesNotContain("Notifiers");
  }

  @Test
  void headAnswersTheStatusAlone() {
    api.health = new Health(DOWN, Map.of(), Map.of(), Map.of());

    var answer = api.send(api.request("/health").HEAD());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aProcessWhoseDatabaseIsAwayLivesButIsNotReady() {
    api.health = new Health(DOWN, Map.of(), Map.of(), Map.of());

    var live = api.send(api.request("/observe/health/live"));
    var ready = api.send(api.request("/observe/health/ready"));

    assertThat(live.statusCode()).isEqualTo(200);
    assertThat(live.body()).isEqualTo("{\"Status\":\"UP\"}");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).isEqualTo("{\"Status\":\"DOWN\"}");
    assertThat(ready.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void aProcessIsReadyWhenItsDatabaseIsWhateverElseIsDown() {
    api.health = new Health(UP, Map.of("Disk", DOWN), Map.of("Shop", DOWN), Map.of("mail", DOWN));

    var ready = api.send(api.request("/observe/health/ready"));

    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).isEqualTo("{\"Status\":\"UP\"}");
  }

  @Test
  void otherMethodsAndPathsUnderObserveAreRefused() {
    var post =
        api.send(
            api.request("/observe/health/live")
                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));

    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).isPresent();
    assertThat(api.send(api.request("/observe/health/other")).statusCode()).isEqualTo(404);
  }
}

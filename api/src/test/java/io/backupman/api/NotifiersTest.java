package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.notifier.PluginFile;
import io.backupman.core.request.RequestProblem;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.Subscription;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotifiersTest {
  private final RunningApi api = RunningApi.start();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void nothingConfiguredIsTwoEmptyLists() {
    assertThat(api.get("/api/notifiers").body()).isEqualTo("{\"Results\":[],\"Plugins\":[]}");
  }

  @Test
  void theNotifiersAreThoseOfTheMomentWithWhatIsWrong() {
    var up = new Silent(List.of(Destination.of("John Doe"), Destination.of("Jane")));
    api.notifiers =
        new Notifiers(
            List.of(
                notifier("mail", "mail", "built-in", true, up, ""),
                notifier("chat", "ntfy", "", true, null, "No plugin provides the type ntfy."),
                notifier("webhook", "webhook", "built-in", false, null, "")),
            List.of(
                new PluginFile("file.jar", true, List.of("file"), ""),
                new PluginFile("bad.jar", false, List.of(), "It is not a JAR.")));

    assertThat(api.get("/api/notifiers").body())
        .isEqualTo(
            "{\"Results\":["
                + "{\"Name\":\"mail\",\"Type\":\"mail\",\"Source\":\"built-in\",\"Enabled\":true,"
                + "\"Status\":\"UP\",\"Detail\":null,\"Destinations\":[\"John Doe\",\"Jane\"]},"
                + "{\"Name\":\"chat\",\"Type\":\"ntfy\",\"Source\":null,\"Enabled\":true,"
                + "\"Status\":\"DOWN\",\"Detail\":\"No plugin provides the type ntfy.\","
                + "\"Destinations\":[]},"
                + "{\"Name\":\"webhook\",\"Type\":\"webhook\",\"Source\":\"built-in\","
                + "\"Enabled\":false,\"Status\":\"DISABLED\",\"Detail\":null,"
                + "\"Destinations\":[]}],\"Plugins\":["
                + "{\"File\":\"file.jar\",\"Status\":\"loaded\",\"Types\":[\"file\"],"
                + "\"Detail\":null},"
                + "{\"File\":\"bad.jar\",\"Status\":\"failed\",\"Types\":[],"
                + "\"Detail\":\"It is not a JAR.\"}]}");
  }

  @Test
  void aReloadAnswersWithTheNotifiersFromThenOn() {
    var reloaded = new AtomicInteger();
    api.reload =
        () -> {
          reloaded.incrementAndGet();
          return new Notifiers(
              List.of(), List.of(new PluginFile("new.jar", true, List.of("chat"), "")));
        };

    var answer = reload(RunningApi.ADMIN_KEY, "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"Results\":[],\"Plugins\":[{\"File\":\"new.jar\",\"Status\":\"loaded\","
                + "\"Types\":[\"chat\"],\"Detail\":null}]}");
    assertThat(reloaded).hasValue(1);
  }

  @Test
  void aReloadOfABadConfigurationSaysAllThatIsWrong() {
    api.reload =
        () -> {
          throw RequestProblem.invalid("Nothing was changed. config.yml: a: b\nconfig.yml: c: d");
        };

    var answer = reload(RunningApi.ADMIN_KEY, "");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("config.yml: a: b\\nconfig.yml: c: d");
  }

  @Test
  void aReloadNeedsAnAdminKeyAndTakesNoMembers() {
    api.reload =
        () -> {
          throw new AssertionError("Nobody may reload like this.");
        };

    assertThat(reload("no-key", "").statusCode()).isEqualTo(401);
    assertThat(reload(RunningApi.USER_KEY, "").statusCode()).isEqualTo(403);
    assertThat(reload(RunningApi.ADMIN_KEY, "{\"Plugins\":[]}").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> reload(String key, String body) {
    return api.send(
        api.request("/api/admin/notifiers/reload")
            .header("X-Api-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }

  private static ConfiguredNotifier notifier(
      String name,
      String type,
      String source,
      boolean enabled,
      @Nullable Notifier notifier,
      String detail) {
    var destinations = notifier == null ? List.<Destination>of() : notifier.destinations();
    return new ConfiguredNotifier(
        name, type, source, enabled, Subscription.ALL, notifier, destinations, detail);
  }

  private record Silent(List<Destination> destinations) implements Notifier {
    @Override
    public Receipt send(Notification notification, Destination destination) {
      throw new AssertionError("Looking at notifiers sends nothing.");
    }
  }
}

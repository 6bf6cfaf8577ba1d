package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.server.config.settings.DeliverySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {
  private static final Map<String, String> ENV =
      Map.of(
          "SHOP_DB_PASSWORD", "shop-password",
          "BACKUPMAN_API_KEY", "api-key",
          "BACKUPMAN_ADMIN_KEY", "admin-key");

  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  @Test
  void loadsAsItStands() {
    config.env.putAll(ENV);

    var loaded = config.load(ConfigFile.template());

    assertThat(loaded.notices()).isEmpty();
    assertThat(loaded.settings().dataSources()).hasSize(1);
    assertThat(loaded.settings().drives()).hasSize(1);
    assertThat(loaded.settings().delivery()).isEqualTo(DeliverySettings.DEFAULT);
    assertThat(loaded.settings().http().keys().get(0).secret().value()).isEqualTo("api-key");
    assertThat(loaded.settings().http().refusal()).isEmpty();
  }

  @Test
  void itsNotifiersCanBeSwitchedOn() {
    config.env.putAll(ENV);

    var loaded = config.load(ConfigFile.template().replace("enabled: false", "enabled: true"));

    assertThat(loaded.notifiers())
        .extracting(ConfiguredNotifier::name, ConfiguredNotifier::usable)
        .containsExactly(tuple("mail", true), tuple("webhook", true));
  }

  @Test
  void theVariablesThatItNeedsAreNamed() {
    assertThat(config.problems(ConfigFile.template()))
        .hasSize(3)
        .allMatch(problem -> ENV.keySet().stream().anyMatch(problem::contains));
  }

  @Test
  void everyKeyOfItIsDocumented() throws IOException {
    var documentation = Files.readString(Path.of("../docs/configuration.md"));
    var keys = new TreeSet<String>();
    Pattern.compile("(?m)^[ #-]*([a-z_]+):(?= |$)")
        .matcher(ConfigFile.template())
        .results()
        .forEach(match -> keys.add(match.group(1)));

    assertThat(keys).contains("pool_size", "dump_command", "statuses", "retry_delays", "app_url");
    assertThat(keys)
        .filteredOn(key -> !List.of("mail", "webhook", "audit").contains(key))
        .allSatisfy(key -> assertThat(documentation).contains("`" + key + "`"));
  }
}

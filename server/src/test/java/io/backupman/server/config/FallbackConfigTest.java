package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.backupman.core.notifier.ConfiguredNotifier;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notifier that steps in for another one. */
class FallbackConfigTest {
  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  @Test
  void aFallbackIsTheNameOfAnotherNotifier() {
    config.plugin((settings, context) -> ConfigFixture.one());

    var notifiers =
        config
            .load(
                """
                notifiers:
                  a: {enabled: true, type: plug, fallback: b}
                  b: {enabled: true, type: plug, fallback: c}
                  c: {enabled: true, type: plug}
                  off: {enabled: false, type: plug, fallback: c}
                """)
            .notifiers();

    assertThat(notifiers)
        .extracting(ConfiguredNotifier::name, ConfiguredNotifier::fallback)
        .containsExactly(tuple("a", "b"), tuple("b", "c"), tuple("c", null), tuple("off", "c"));
  }

  @Test
  void aFallbackThatLeadsNowhereIsAProblem() {
    config.plugin((settings, context) -> ConfigFixture.one());

    assertThat(
            config.problems(
                """
                notifiers:
                  mine: {enabled: true, type: plug, fallback: mine}
                  near: {enabled: true, type: plug, fallback: lastt}
                  to-off: {enabled: true, type: plug, fallback: off}
                  off: {enabled: false}
                  last: {enabled: true, type: plug}
                  empty: {enabled: true, type: plug, fallback: }
                """))
        .containsExactly(
            "notifiers.mine.fallback: must name another notifier, not this one itself",
            "notifiers.near.fallback: \"lastt\" is not the name of a notifier; did you mean"
                + " \"last\"?",
            "notifiers.to-off.fallback: \"off\" is not switched on; set its \"enabled\" to true");
  }

  @Test
  void aCycleOfFallbacksIsOneProblem() {
    config.plugin((settings, context) -> ConfigFixture.one());

    assertThat(
            config.problems(
                """
                notifiers:
                  into: {enabled: true, type: plug, fallback: b}
                  a: {enabled: true, type: plug, fallback: b}
                  b: {enabled: true, type: plug, fallback: c}
                  c: {enabled: true, type: plug, fallback: a}
                """))
        .containsExactly("notifiers.a.fallback: leads back to this notifier: a → b → c → a");
  }
}

package io.backupman.notifier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The kit passes a good channel, and each flaw is noticed by the test that is there for it. */
class FlawTest {

  @Test
  void aGoodChannelPasses() {
    var tests = run(Flaw.NONE, selectClass(HookContract.class));

    assertThat(tests.failed().list()).isEmpty();
    assertThat(tests.aborted().list()).isEmpty();
    assertThat(tests.succeeded().count()).isGreaterThan(20);
  }

  @Test
  void aChannelNeedNotWantReports() {
    var tests = run(Flaw.WANTS_ONLY_OUTAGES, selectClass(HookContract.class));

    assertThat(tests.failed().list()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "WANTS_ONLY_OUTAGES"})
  void aFlawIsNoticed(Flaw flaw) {
    var tests = run(flaw, selectMethod(HookContract.class, flaw.test()));

    tests.assertStatistics(count -> count.started(1).failed(1));
  }

  @Test
  void everyTestOfTheKitHasAFlawThatItNotices() {
    var noticing = Arrays.stream(Flaw.values()).map(Flaw::test).toList();
    var tests =
        run(Flaw.NONE, selectClass(HookContract.class)).succeeded().stream()
            .map(event -> event.getTestDescriptor().getDisplayName().replace("()", ""));

    assertThat(tests.filter(test -> !noticing.contains(test)))
        .containsExactlyInAnyOrder(
            // A service file cannot be wrong within one module; an endless head or body ends by the
            // same deadline as the dripping body does.
            "itIsFoundByItsServiceFile",
            "aHeaderThatDripsEndsByItself",
            "aBodyWithoutEndIsNotReadToItsEnd");
  }

  private static Events run(Flaw flaw, DiscoverySelector selector) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selector)
        .configurationParameter(HookContract.FLAW, flaw.name())
        .execute()
        .testEvents();
  }
}

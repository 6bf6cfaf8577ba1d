package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DueRoutesTest {
  private static final Instant NOW = Instant.parse("2026-03-29T02:30:00Z");
  private static final Route ANN = new Route("mail", "Ann");
  private static final Route BOB = new Route("mail", "Bob");
  private static final Route CID = new Route("mail", "Cid");

  private final DueRoutes routes = new DueRoutes(() -> 42);

  @Test
  void asksAtOnceWhenItBegins() {
    assertThat(routes.outdated()).isTrue();
  }

  @Test
  void asksLessAndLessOftenWhileNothingHappensAndEverySecondWhileSomethingDoes() {
    var waits =
        IntStream.range(0, 5)
            .mapToObj(
                i -> {
                  routes.update(List.of(), NOW, false);
                  return routes.untilOutdated().toMillis();
                })
            .toList();

    assertThat(waits).containsExactly(2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
    assertThat(routes.outdated()).isFalse();
    routes.update(List.of(), NOW, true);
    assertThat(routes.untilOutdated()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void asksWhenTheNextOneIsDueButNotMoreOftenThanNeedBe() {
    routes.update(List.of(waiting(ANN, 600), waiting(BOB, 90_000)), NOW, false);
    assertThat(routes.untilOutdated()).isEqualTo(Duration.ofMillis(600));

    routes.update(List.of(waiting(ANN, 100_000_000_000L)), NOW, true);
    assertThat(routes.untilOutdated()).isEqualTo(Duration.ofSeconds(1));

    routes.update(List.of(waiting(ANN, 1)), NOW, true);
    assertThat(routes.untilOutdated()).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void beginsWithAnotherRouteEachTime() {
    routes.update(List.of(waiting(ANN, -5), waiting(BOB, 0), waiting(CID, -1)), NOW, true);

    var first = IntStream.range(0, 3).mapToObj(i -> routes.inTurn().getFirst()).toList();

    assertThat(first).containsExactlyInAnyOrder(ANN, BOB, CID);
    assertThat(routes.inTurn()).containsExactlyInAnyOrder(ANN, BOB, CID);
  }

  @Test
  void knowsOnlyThoseOnWhichSomethingIsDue() {
    routes.update(List.of(waiting(ANN, 0), waiting(BOB, 1), waiting(CID, -1)), NOW, true);
    assertThat(routes.inTurn()).containsExactlyInAnyOrder(ANN, CID);

    routes.served(ANN);
    assertThat(routes.inTurn()).containsExactly(CID);
  }

  private static Waiting waiting(Route route, long millis) {
    return new Waiting(route, NOW.plusMillis(millis));
  }
}

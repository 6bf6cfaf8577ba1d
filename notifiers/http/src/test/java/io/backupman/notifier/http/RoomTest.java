package io.backupman.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.summary.Fact;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTest {

  @Test
  void takesNoMoreThanIsLeft() {
    var room = new Room(10, Markup.ENTITIES);

    assertThat(room.take("<a", 8)).isEqualTo("&lt;a");
    assertThat(room.take("abcdefgh", 8)).isEqualTo("abcd…");
    assertThat(room.take("more", 8)).isEmpty();
  }

  @Test
  void sharesWhatIsLeftBetweenFacts() {
    var long9 = new Fact("12345", "x".repeat(500));
    var taken = new Room(1_000, Markup.NONE).take(Collections.nCopies(10, long9), 400);

    assertThat(taken).hasSize(10).allMatch(fact -> fact.value().length() >= 85);
    assertThat(taken.stream().mapToInt(f -> f.name().length() + f.value().length()).sum())
        .isLessThanOrEqualTo(1_000);
  }

  @Test
  void leavesToTheLongWhatTheShortDoNotNeed() {
    var facts = List.of(new Fact("a", "b"), new Fact("c", "x".repeat(90)));

    assertThat(new Room(105, Markup.NONE).take(facts, 400)).isEqualTo(facts);
  }
}

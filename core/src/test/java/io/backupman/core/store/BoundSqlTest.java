package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BoundSqlTest {
  private static final UUID ID = UUID.fromString("019A2B3C-0000-7000-8000-00000000000F");

  @Test
  void aValueStandsWhereItsNameDoesHoweverOften() {
    var bound =
        BoundSql.of(
            "UPDATE t SET a = :now, b = :now, n = :n WHERE id = :id",
            Params.of("id", "x").and("n", null).and("now", 7));

    assertThat(bound.sql()).isEqualTo("UPDATE t SET a = ?, b = ?, n = ? WHERE id = ?");
    assertThat(bound.values()).containsExactly(7, 7, null, "x");
  }

  @Test
  void aListStandsForItsValues() {
    var bound =
        BoundSql.of(
            "SELECT id FROM t WHERE id IN (:ids) AND n < :n",
            Params.of("ids", List.of("a", "b", "c")).and("n", 1));

    assertThat(bound.sql()).isEqualTo("SELECT id FROM t WHERE id IN (?, ?, ?) AND n < ?");
    assertThat(bound.values()).containsExactly("a", "b", "c", 1);
  }

  @Test
  void eachRowHasItsValues() {
    var bound =
        BoundSql.ofRows(
            "INSERT INTO t (a, b) VALUES (:a, :b)",
            List.of(Params.of("a", 1).and("b", 2), Params.of("b", 4).and("a", 3)));

    assertThat(bound.sql()).isEqualTo("INSERT INTO t (a, b) VALUES (?, ?), (?, ?)");
    assertThat(bound.values()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void timesAreCutToMicrosecondsInUtcAndIdentifiersAreTexts() {
    var bound =
        BoundSql.of(
            "SELECT :time, :id",
            Params.of("time", Instant.parse("2026-10-25T01:30:00.123456999Z")).and("id", ID));

    assertThat(bound.values())
        .containsExactly(
            LocalDateTime.parse("2026-10-25T01:30:00.123456"),
            "019a2b3c-0000-7000-8000-00000000000f");
  }

  @Test
  void aNameWithoutAValueIsRefused() {
    assertThatThrownBy(() -> BoundSql.of("SELECT :id, :n", Params.of("id", 1)))
        .hasMessage("Nothing is called n.");
  }

  @Test
  void aValueWithoutAPlaceIsRefused() {
    assertThatThrownBy(() -> BoundSql.of("SELECT :id", Params.of("id", 1).and("n", 2)))
        .hasMessage("The statement does not name [n].");
    assertThatThrownBy(() -> Params.of("id", 1).and("id", 2))
        .hasMessage("Two values are called id.");
  }
}

package io.backupman.core.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SqlErrorsTest {
  @Test
  void aStatementWhoseSessionIsClosedAsItBeginsIsLost() {
    assertThat(SqlErrors.lost(general("Transaction 1 is closed [2.5.252/4]"))).isTrue();
  }

  @Test
  void anotherErrorOfTheSameCodeIsNot() {
    assertThat(SqlErrors.lost(general("Chunk 4 not found [2.5.252/9]"))).isFalse();
  }

  private static SQLException general(String reason) {
    return new SQLException(
        "General error: \"org.h2.mvstore.MVStoreException: " + reason + "\" [50000-252]",
        "HY000",
        50000);
  }
}

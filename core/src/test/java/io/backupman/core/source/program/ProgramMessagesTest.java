package io.backupman.core.source.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is passed on of what a database's own program said. */
class ProgramMessagesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "-------------- INSERT INTO t VALUES ('private') -------------- ERROR 2006 | …",
        "It failed: insert ignore into `t` values ('private') | It failed: …",
        "You have an error in your SQL syntax near 'private' at line 1 | You have an error in your"
            + " SQL syntax …",
        "Duplicate entry 'private' for key 'PRIMARY' | …",
        "ERROR: syntax error at or near \"\"private\"\" | ERROR: syntax error at or …",
        "ERROR: duplicate key value violates unique constraint t_pkey DETAIL: Key (a)=(private) |"
            + " ERROR: duplicate key value violates unique constraint t_pkey …",
        "ERROR: bad CONTEXT: COPY t, line 1, column a: private | ERROR: bad …",
        "error: could not execute query: ERROR: x Command was: INSERT private | error: could not"
            + " execute query: ERROR: x …",
        "ERROR: invalid byte sequence for encoding UTF8: 0xe9 0x70 | ERROR: invalid byte sequence"
            + " for encoding UTF8…",
        "Access denied for user 'a'@'b' (using password: YES) with my-secret | Access denied for"
            + " user 'a'@'b' (using password: YES) with ***",
      })
  void whatCouldBeAboutRowsIsCutOff(String said, String shown) {
    assertThat(new ProgramMessages("shop", Secret.of("my-secret")).quote(said))
        .isEqualTo(" It said: " + shown);
  }
}

package io.backupman.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonFormatterTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonFormatter formatter = new JsonFormatter(text -> text.replace("hunter2", "***"));

  @Test
  void aRecordIsOneObjectInOneLine() throws Exception {
    var written = formatted(Level.INFO, "The backup \"shop\"\nhas finished.", null);

    assertThat(written.size()).isEqualTo(4);
    assertThat(written.get("time").asText()).isEqualTo("2026-11-30T01:02:03.004Z");
    assertThat(written.get("level").asText()).isEqualTo("INFO");
    assertThat(written.get("logger").asText()).isEqualTo("io.backupman.core");
    assertThat(written.get("message").asText()).isEqualTo("The backup \"shop\" has finished.");
  }

  @Test
  void aWarningSaysItsCausesInSentences() throws Exception {
    var thrown = new IllegalStateException("No answer.", new IllegalArgumentException("Why?"));

    var written = formatted(Level.WARNING, "It failed.", thrown);

    assertThat(written.get("level").asText()).isEqualTo("WARN");
    assertThat(written.get("message").asText()).isEqualTo("It failed. No answer. (Why?)");
    assertThat(written.has("trace")).isFalse();
  }

  @Test
  void anErrorSaysWhereItHappened() throws Exception {
    var written = formatted(Level.SEVERE, "It failed.", new IllegalStateException("No answer."));

    assertThat(written.get("message").asText()).isEqualTo("It failed.");
    assertThat(written.get("trace").asText())
        .startsWith("java.lang.IllegalStateException: No answer.\n\tat ");
  }

  @Test
  void secretsAreHidden() throws Exception {
    var written =
        formatted(Level.SEVERE, "The password is hunter2.", new IllegalStateException("hunter2"));

    assertThat(written.toString()).contains("The password is ***.").doesNotContain("hunter2");
  }

  private JsonNode formatted(Level level, String message, @Nullable Throwable thrown)
      throws Exception {
    var entry = new LogRecord(level, message);
    entry.setLoggerName("io.backupman.core");
    entry.setInstant(Instant.parse("2026-11-30T01:02:03.004005Z"));
    entry.setThrown(thrown);
    var written = formatter.format(entry);
    assertThat(written.lines()).hasSize(1);
    return JSON.readTree(written);
  }
}

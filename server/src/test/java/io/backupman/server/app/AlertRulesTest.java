package io.backupman.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.backupman.core.process.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules and queries of the documentation, as Prometheus' own tool sees them. */
class AlertRulesTest {
  private static final Path OPERATIONS = Path.of("..", "docs", "operations");

  @TempDir Path folder;

  @BeforeEach
  void needsPromtool() {
    assumeTrue(
        SearchPath.ofEnvironment().find("promtool").isPresent(),
        "promtool is not there; Debian's package prometheus has it");
  }

  @Test
  void theRulesRaiseWhatTheyShouldAndNothingElse() throws Exception {
    assertThat(promtool("check", "rules", "alerts.yml")).contains("SUCCESS");
    assertThat(promtool("test", "rules", "alerts_test.yml")).contains("SUCCESS");
  }

  @Test
  void theQueriesOfTheDashboardCanBeRead() throws Exception {
    var dashboard =
        new ObjectMapper().readTree(OPERATIONS.resolve("grafana-dashboard.json").toFile());
    var queries = dashboard.findValuesAsText("expr");
    assertThat(queries).hasSizeGreaterThan(20);
    var rules =
        IntStream.range(0, queries.size())
            .mapToObj(i -> rule("query:" + i, queries.get(i).replace("$job", "backupman")))
            .toList();
    var file = folder.resolve("queries.yml");
    Files.writeString(
        file, "groups: [{name: dashboard, rules: [" + String.join(",\n", rules) + "]}]");

    assertThat(promtool("check", "rules", file.toString())).contains("SUCCESS");
  }

  private static String rule(String name, String query) {
    return "{record: '" + name + "', expr: '" + query.replace("'", "''") + "'}";
  }

  private static String promtool(String... words) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(words)).toList())
            .directory(OPERATIONS.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}

package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands for a variable of the environment. */
class VariablesTest {
  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  private String host(String value) {
    return config.settings("http: {host: '" + value + "'}").http().host();
  }

  @Test
  void variablesAreReplaced() {
    config.env.put("NAME", "example");
    config.env.put("EMPTY", "");

    assertThat(host("a-${NAME}-${NAME}.org")).isEqualTo("a-example-example.org");
    assertThat(host("${NAME:-x}")).isEqualTo("example");
    assertThat(host("${NONE:-x:-y}")).isEqualTo("x:-y");
    assertThat(host("a${NONE:-}b")).isEqualTo("ab");
    assertThat(host("${EMPTY:-x}")).isEqualTo("x");
    assertThat(host("a${EMPTY}")).isEqualTo("a");
    assertThat(host("$${NAME} $$ $NAME")).isEqualTo("${NAME} $$ $NAME");
  }

  @Test
  void aVariableNeverBecomesYamlOrAnotherVariable() {
    config.env.put("EVIL", "x, port: 1}\nplugins: {folder: /evil}\n# ${NAME} $1 \\");

    var settings = config.settings("http:\n  host: ${EVIL}\n");

    assertThat(settings.http().host()).isEqualTo(config.env.get("EVIL"));
    assertThat(settings.http().port()).isEqualTo(8080);
    assertThat(settings.plugins().folder()).isEqualTo(folder.resolve("plugins"));
  }

  @Test
  void variablesMayStandForNumbersAndFlags() {
    config.env.put("PORT", "0");

    assertThat(config.settings("http:\n  port: ${PORT}\n").http().port()).isZero();
    assertThat(config.settings("http: {public_metrics: '${ON:-true}'}").http().publicMetrics())
        .isTrue();
  }

  @Test
  void anUndefinedVariableIsOneProblemAtItsPath() {
    assertThat(
            config.problems(
                "database: {provider: mysql, host: '${DB_HOST}', db_name: d, user: u}\nhttp: {port: '${PORT}'}"))
        .containsExactly(
            "database.host: needs the environment variable DB_HOST, which is not set; set it, or"
                + " write ${DB_HOST:-default}",
            "http.port: needs the environment variable PORT, which is not set; set it, or write"
                + " ${PORT:-default}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${", "${a b}", "${A", "${A-b}", "${1A}", "${A:-${B}}"})
  void aBadPlaceholderIsAProblem(String value) {
    assertThat(config.problems("http: {host: '" + value + "'}"))
        .singleElement()
        .asString()
        .startsWith("http.host: has a \"${\" that does not begin ${NAME}");
  }
}

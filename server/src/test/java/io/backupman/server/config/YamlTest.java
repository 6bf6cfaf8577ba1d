package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text editor, or somebody hostile, may make of a configuration. */
@Timeout(20)
class YamlTest {
  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  @Test
  void aSyntaxErrorIsOneSentenceWithLineAndColumn() {
    assertThat(config.problems("http:\n  port: [1\n  host: x\n"))
        .singleElement()
        .asString()
        .startsWith("Line 3, column 7: this is not valid YAML: ")
        .doesNotContain("\n");
  }

  @Test
  void aTabIsExplained() {
    assertThat(config.problems("http:\n\tport: 1\n"))
        .singleElement()
        .asString()
        .startsWith("Line 2, column 1: ")
        .contains("Do not use \\t(TAB) for indentation");
  }

  @Test
  void duplicateKeysAreReportedWithBothLines() {
    assertThat(config.problems("http:\n  port: 1\n\n  port: 2\nplugins:\nplugins:\n"))
        .containsExactly(
            "http.port: stands twice, on line 2 and on line 4; keep one of them",
            "plugins: stands twice, on line 5 and on line 6; keep one of them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http: {host: !!javax.script.ScriptEngineManager [x]}",
        "http: {host: !!java.net.URL [\"http://localhost/\"]}"
      })
  void classesAreRefused(String text) {
    assertThat(config.problems(text))
        .singleElement()
        .asString()
        .startsWith("Line 1, column 14: this is not valid YAML: Global tag is not allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http: {host: !mine x}", "http: {host: !!binary aGFsbG8=}"})
  void tagsAreRefused(String text) {
    assertThat(config.problems(text))
        .singleElement()
        .asString()
        .startsWith("http.host: has the tag ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http: {? [a, b] : c}", "http: {? {a: b} : c}", "http: {\"\": c}"})
  void keysMustBeTexts(String text) {
    assertThat(config.problems(text))
        .containsExactly("http: has a key on line 1 that is not a text");
  }

  @Test
  void keysStayAsTheyAreWritten() {
    assertThat(config.problems("http:\n  on: x\n  0123: y\n  a.b: z\n  '~': w\n"))
        .containsExactly(
            "http.on: is not a known key",
            "http.0123: is not a known key",
            "http.\"a.b\": is not a known key",
            "http.\"~\": is not a known key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- a\n- b\n", "hello\n", "42"})
  void theFileMustBeASection(String text) {
    assertThat(config.problems(text))
        .containsExactly("The file must be made of keys and values, such as \"http:\" on a line.");
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThat(config.problems("http: {port: 1}\n---\nhttp: {port: 2}\n"))
        .singleElement()
        .asString()
        .contains("another document");
  }

  @Test
  void aliasesAndMergesWork() {
    var settings =
        config.settings(
            """
            data_sources:
              - &base {provider: mysql, label: A, host: h, db_name: a, user: u, timeout: 1h}
              - <<: *base
                label: B
                timeout: 2h
              - {<<: [{label: C}, *base]}
            drives: [{provider: local, label: L, folder: f}]
            """);

    assertThat(settings.dataSources())
        .extracting(source -> source.common().label())
        .containsExactly("A", "B", "C");
    assertThat(settings.dataSources())
        .extracting(source -> source.common().timeout())
        .containsExactly(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(1));
  }

  @Test
  void anAnchorBombIsDefused() {
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i <= 24; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(config.problems(bomb.toString())).singleElement().asString().contains("too many");
  }

  @Test
  void manyAliasesAreRefused() {
    assertThat(config.problems("a: &a [x]\nb: [" + "*a,".repeat(1001) + "]\n"))
        .singleElement()
        .asString()
        .contains("not valid YAML");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http: &a {host: *a}", "notifiers: &a\n  b: *a\n", "drives: &a [*a]"})
  void whatContainsItselfIsRefused(String text) {
    assertThat(config.problems(text)).singleElement().asString().contains("not valid YAML");
  }

  @Test
  void deepNestingIsRefused() {
    assertThat(config.problems("http: " + "[".repeat(5000)))
        .singleElement()
        .asString()
        .contains("not valid YAML");
  }

  @Test
  void bytesThatAreNotUtf8AreReportedWithTheirLine() throws IOException {
    Files.write(config.file, "http:\n  host: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(config.problemsOfFile())
        .containsExactly("Line 2 is not UTF-8; save the file in that encoding.");
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreFine() {
    assertThat(config.settings("\uFEFFhttp:\r\n  host: localhost\r\n").http().host())
        .isEqualTo("localhost");
  }

  @Test
  void anythingPrintableMayStandInAValue() {
    assertThat(config.settings("http: {host: \"caf\u00e9 \uD83D\uDE80\"}").http().host())
        .isEqualTo("caf\u00e9 \uD83D\uDE80");
  }

  @Test
  void aHugeFileIsRefused() throws IOException {
    Files.writeString(config.file, "# padding\n".repeat(512 * 1024));

    assertThat(config.problemsOfFile()).singleElement().asString().contains("larger than 1 MiB");
  }

  @Test
  void binaryRubbishIsRefusedInOneLine() {
    assertThat(config.problems("http:\u0000\u0001\n"))
        .singleElement()
        .asString()
        .startsWith("This is not valid YAML: ")
        .doesNotContain("\n");
  }

  @Test
  void aLongStrangeKeyIsQuotedOnOneLine() {
    assertThat(config.problems("\"a\\nb" + "c".repeat(200) + "\": 1"))
        .singleElement()
        .asString()
        .startsWith("\"a\\u000ab")
        .hasSizeLessThan(140);
  }
}

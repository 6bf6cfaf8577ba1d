package io.backupman.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.net.testing.ChildJvm;
import io.backupman.server.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the locale of a process means to the names in its configuration. */
class NamesBeyondAsciiTest {
  private static final String CONFIG =
      """
      http: {host: 127.0.0.1}
      data_sources:
        - {provider: mysql, label: "Größe", host: db, db_name: "größe", user: jörg}
        - {provider: postgres, label: B, host: db, db_name: b, user: "${NAME}"}
        - {provider: sqlite, label: C, db_path: ./größe.db}
      drives:
        - {provider: local, label: Fächer, folder: ./storage}
      """;

  @TempDir Path folder;

  @Test
  void namesThatTheLocaleHasNoLettersForAreProblemsAtTheStart() throws Exception {
    var ended = check(Map.of("LC_ALL", "C", "NAME", "jörg"));

    assertThat(ended.output())
        .contains("data_sources[0].db_name", "data_sources[1].user", "data_sources[2].db_path")
        .contains("start it with LC_ALL=C.UTF-8")
        .doesNotContain("data_sources[0].user", "label");
    assertThat(ended.code()).isEqualTo(2);
  }

  @Test
  void theyAreFineWhereTheLocaleHasThem() throws Exception {
    var ended = check(Map.of("LC_ALL", "C.UTF-8", "NAME", "jörg"));

    assertThat(ended.code()).as(ended.output()).isZero();
  }

  private record Ended(int code, String output) {}

  private Ended check(Map<String, String> env) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("config.yml"), CONFIG);
    var builder =
        ChildJvm.running(Main.class, "check").directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(env);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), output);
  }
}

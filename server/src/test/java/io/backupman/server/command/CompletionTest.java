package io.backupman.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completes with the shells themselves, as far as they are installed. */
class CompletionTest {
  @TempDir private Path folder;

  private String script(String shell) {
    var out = new StringWriter();
    var exitCode =
        Root.commandLine(Map.of()).setOut(new PrintWriter(out)).execute("completion", shell);
    assertThat(exitCode).isZero();
    return out.toString();
  }

  private static boolean isInstalled(String program) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(bin -> Files.isExecutable(Path.of(bin, program)));
  }

  private String shell(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private String bash(String words, int current) throws IOException, InterruptedException {
    var script = Files.writeString(folder.resolve("completion.bash"), script("bash"));
    return shell(
        "bash",
        "-c",
        "compopt() { :; }; source %s; COMP_WORDS=(%s); COMP_CWORD=%s; _complete_backupman; echo ${COMPREPLY[@]}"
            .formatted(script, words, current));
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    assertThat(bash("backupman re", 1).split("\\s+")).contains("retry", "resend", "retention");
    assertThat(bash("backupman serve --p", 2).strip()).isEqualTo("--port");
    assertThat(bash("backupman completion f", 2).strip()).isEqualTo("fish");
  }

  @Test
  void zshTakesItsScript() throws Exception {
    assumeTrue(isInstalled("zsh"), "zsh is not installed");
    var script = Files.writeString(folder.resolve("completion.zsh"), script("zsh"));

    assertThat(shell("zsh", "-f", "-c", "source " + script + "; whence -w _complete_backupman"))
        .contains("function");
  }

  @Test
  void fishCompletesCommandsAndOptions() throws Exception {
    assumeTrue(isInstalled("fish"), "fish is not installed");
    var script = Files.writeString(folder.resolve("completion.fish"), script("fish"));

    assertThat(fish(script, "backupman re")).contains("retry\t", "resend\t", "retention\t");
    assertThat(fish(script, "backupman serve --po")).startsWith("--port\t");
    assertThat(fish(script, "backupman notifiers t")).startsWith("test\t");
    assertThat(fish(script, "backupman notifiers test --dest")).startsWith("--destination\t");
    assertThat(fish(script, "backupman list r")).contains("reports");
    assertThat(fish(script, "backupman completion f")).contains("fish");
  }

  private String fish(Path script, String line) throws IOException, InterruptedException {
    return shell("fish", "--no-config", "-c", "source " + script + "; complete -C '" + line + "'");
  }

  @Test
  void fishIsToldOfEveryCommandOnce() {
    var lines = script("fish").lines().toList();

    assertThat(lines).doesNotHaveDuplicates().first().isEqualTo("complete -c backupman -f");
    assertThat(lines)
        .anyMatch(line -> line.contains("-a 'download'"))
        .anyMatch(line -> line.contains("-s i -l identity -r -F"));
  }
}

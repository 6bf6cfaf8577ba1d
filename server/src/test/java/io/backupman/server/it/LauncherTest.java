package io.backupman.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a source tree: which build it runs, and what becomes of the others; and unpacked
 * from the archive: which Java it takes. Maven and Java are small scripts here.
 */
@Timeout(60)
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "backupman");

  @TempDir private Path folder;
  private Path home = Path.of("");

  @BeforeEach
  void sourceTree() throws IOException {
    home = Files.createDirectory(folder.resolve("check out"));
    Files.copy(LAUNCHER, home.resolve("backupman"));
    Files.createDirectory(home.resolve(".mvn"));
    Files.writeString(home.resolve(".mvn/find-jdk.sh"), "echo '" + home + "/jdk'\n");
    Files.createDirectories(home.resolve("jdk/bin"));
    // What runs is the source that the build was made from: it says so.
    script(
        "jdk/bin/java",
        """
        printf '%s\\n' "$@" >"$(dirname "$0")/arguments"
        while [ "$1" != -cp ]; do shift; done
        cat "$2"
        """);
    Files.writeString(home.resolve("jdk/release"), "JAVA_RUNTIME_VERSION=\"25.0.3+9\"\n");
    script(
        "mvnw",
        """
        mkdir -p server/target/distribution/lib
        cp server/src/main/program server/target/distribution/lib/program.jar
        ! grep -q broken server/src/main/program
        """);
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.createDirectories(home.resolve("server/src/main"));
    source("one");
  }

  private void script(String name, String text) throws IOException {
    Files.writeString(home.resolve(name), "#!/bin/sh\n" + text);
    assertThat(home.resolve(name).toFile().setExecutable(true)).isTrue();
  }

  private void source(String text) throws IOException {
    Files.writeString(home.resolve("server/src/main/program"), text + "\n");
  }

  private record Run(int exitCode, String out, String err) {}

  private Process start() throws IOException {
    return start(Map.of(), "version");
  }

  private Process start(Map<String, String> env, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(home.resolve("backupman").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(env);
    return builder.start();
  }

  private static Run end(Process process) throws Exception {
    var err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    var out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), out, err);
  }

  private Run run() throws Exception {
    return end(start());
  }

  private List<Path> builds() throws IOException {
    try (var inside = Files.list(home.resolve(".backupman-builds"))) {
      return inside.filter(path -> Files.exists(path.resolve("lib"))).sorted().toList();
    }
  }

  @Test
  void buildsOnceForEachStateOfTheSources() throws Exception {
    var first = run();
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).isEqualTo("one\n");
    assertThat(first.err()).contains("Building Backupman").contains("Built.");

    assertThat(run()).isEqualTo(new Run(0, "one\n", ""));

    source("two");
    assertThat(run().out()).isEqualTo("two\n");

    source("one");
    assertThat(run()).isEqualTo(new Run(0, "one\n", ""));
  }

  @Test
  void aFurtherChannelInThePluginsFolderIsNoSource() throws Exception {
    run();
    var channel = Files.createDirectories(home.resolve("plugins/sms/src/main"));
    Files.writeString(channel.resolve("Sms.java"), "class Sms {}");
    Files.writeString(home.resolve("plugins/sms/pom.xml"), "<project/>");

    assertThat(run()).isEqualTo(new Run(0, "one\n", ""));
  }

  @Test
  void whatRunsKeepsItsFilesWhateverIsBuiltOrCleaned() throws Exception {
    run();
    var running = builds().getFirst();
    var jar = running.resolve("lib/program.jar");
    var before = Files.getLastModifiedTime(jar);

    source("two");
    run();

    assertThat(builds()).hasSize(2).contains(running);
    assertThat(Files.readString(jar)).isEqualTo("one\n");
    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(before);
    assertThat(home.resolve("server/target")).as("what ./mvnw clean removes").doesNotExist();
  }

  @Test
  void aBuildThatFailsLeavesTheProgramAsItWasBefore() throws Exception {
    run();
    source("broken");

    var failed = run();

    assertThat(failed.exitCode()).isZero();
    assertThat(failed.out()).isEqualTo("one\n");
    assertThat(failed.err())
        .contains("The build failed.")
        .contains("the program as it was built before");
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aFirstBuildThatFailsIsAFailure() throws Exception {
    source("broken");

    var failed = run();

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("The build failed.");
  }

  @Test
  void twoAtOnceDoNotMeet() throws Exception {
    var one = start();
    var two = start();

    assertThat(List.of(end(one), end(two)))
        .allSatisfy(
            run -> {
              assertThat(run.exitCode()).as(run.err()).isZero();
              assertThat(run.out()).isEqualTo("one\n");
            });
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aBuildThatIsInterruptedLeavesNothing() throws Exception {
    script("mvnw", "touch started\nexec sleep 50\n");
    var launcher = start();
    var builds = home.resolve(".backupman-builds");
    while (!startedIn(builds)) {
      Thread.onSpinWait();
    }

    launcher.destroy();
    assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThat(launcher.exitValue()).isNotZero();
    try (var left = Files.list(builds)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("build.log");
    }
  }

  private static boolean startedIn(Path builds) throws IOException {
    if (Files.notExists(builds)) {
      return false;
    }
    try (var inside = Files.list(builds)) {
      return inside.anyMatch(work -> Files.exists(work.resolve("started")));
    }
  }

  @Test
  void withoutSourcesTheProgramLiesBesideIt() throws Exception {
    release();

    assertThat(run()).isEqualTo(new Run(0, "released\n", ""));
  }

  private Path release() throws IOException {
    Files.delete(home.resolve("pom.xml"));
    Files.createDirectory(home.resolve("lib"));
    Files.move(home.resolve(".mvn/find-jdk.sh"), home.resolve("lib/find-java.sh"));
    return Files.writeString(home.resolve("lib/backupman-server.jar"), "released\n");
  }

  private List<String> javaArguments() throws IOException {
    return Files.readAllLines(home.resolve("jdk/bin/arguments"));
  }

  @Test
  void theStartupCacheIsUsedUntilTheProgramIsNewer() throws Exception {
    var program = release();
    var cache = home.resolve("startup-25.0.3+9.cache");
    run();
    assertThat(javaArguments())
        .contains("-Dbackupman.startup-cache=" + cache)
        .doesNotContain("-XX:AOTCache=" + cache);

    Files.writeString(cache, "made later");
    Files.setLastModifiedTime(program, FileTime.from(Instant.EPOCH));
    run();
    assertThat(javaArguments()).contains("-XX:AOTCache=" + cache);

    Files.setLastModifiedTime(program, FileTime.from(Instant.now().plusSeconds(60)));
    run();
    assertThat(javaArguments()).doesNotContain("-XX:AOTCache=" + cache);
    assertThat(cache).doesNotExist();
  }

  @Test
  void anOlderJavaHasAnArchiveOfClasses() throws Exception {
    var program = release();
    Files.writeString(home.resolve("jdk/release"), "JAVA_RUNTIME_VERSION=\"21.0.9+10-LTS\"\n");
    var cache = Files.writeString(home.resolve("startup-21.0.9+10-LTS.cache"), "made");
    Files.setLastModifiedTime(program, FileTime.from(Instant.EPOCH));

    run();

    assertThat(javaArguments()).contains("-XX:SharedArchiveFile=" + cache);
  }

  @Test
  void whoeverRunsItMayChooseCollectorAndHeap() throws Exception {
    release();
    run();
    assertThat(javaArguments()).contains("-XX:+UseSerialGC", "-Xmx512m");

    end(start(Map.of("BACKUPMAN_OPTS", "-XX:+UseG1GC -Xmx2g")));

    assertThat(javaArguments())
        .doesNotContain("-XX:+UseSerialGC")
        .containsSubsequence("-Xmx512m", "-XX:+UseG1GC", "-Xmx2g");
  }

  @Test
  void onlyWhatEndsAtOnceIsCompiledInHaste() throws Exception {
    release();
    end(start(Map.of(), "-c", "config.yml", "serve"));
    assertThat(javaArguments()).doesNotContain("-XX:TieredStopAtLevel=1");

    end(start(Map.of(), "-c", "config.yml", "list"));
    assertThat(javaArguments()).contains("-XX:TieredStopAtLevel=1");
  }

  @Test
  void theUnpackedProgramNeedsNoCompiler() throws Exception {
    unpacked();
    Files.createDirectories(home.resolve("old/bin"));
    script("old/bin/java", "echo 'openjdk version \"17.0.1\"' >&2\n");

    var environment = Map.of("JAVA_HOME", home + "/old", "PATH", path("jdk/bin"));

    assertThat(end(start(environment, "version")))
        .as("a Java that is too old is passed over")
        .isEqualTo(new Run(0, "released\n", ""));
  }

  @Test
  void withoutJavaTheUnpackedProgramSaysWhatToInstall() throws Exception {
    unpacked();
    var finder = home.resolve("lib/find-java.sh");
    var nowhere = Files.readString(finder).replaceAll("/usr/lib/jvm/\\*[^;]*; do", "; do");
    Files.writeString(finder, nowhere);

    var failed = end(start(Map.of("JAVA_HOME", "", "PATH", path("tools")), "version"));

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err())
        .contains("Backupman needs Java 21 or newer, and none was found in JAVA_HOME")
        .contains("apt install openjdk-21-jre-headless");
  }

  /** As the archive is, where the search for a JDK goes by another name. */
  private void unpacked() throws IOException {
    release();
    var finder = Files.readString(Path.of("..", ".mvn", "find-jdk.sh"));
    Files.writeString(home.resolve("lib/find-java.sh"), finder);
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
  }

  /** A folder of the source tree, and the programs of the system without its Java. */
  private String path(String first) throws IOException {
    var tools = home.resolve("tools");
    if (Files.notExists(tools)) {
      Files.createDirectory(tools);
      for (var name : List.of("sh", "dirname", "readlink", "sed", "locale", "cat", "rm")) {
        script("tools/" + name, "exec " + program(name) + " \"$@\"\n");
      }
    }
    return home.resolve(first) + ":" + tools;
  }

  private static Path program(String name) {
    return Stream.of("/usr/bin", "/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}

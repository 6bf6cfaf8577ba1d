package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A released program, run by its launcher, and the start-up cache that it makes. */
@Tag("thorough")
class StartupCacheIT {
  /** The JVM ends if it cannot use its cache. */
  private static final Map<String, String> INSISTING =
      Map.of("BACKUPMAN_OPTS", Runtime.version().feature() >= 25 ? "-XX:AOTMode=on" : "-Xshare:on");

  private static final Duration MADE_WITHIN = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private Path program = Path.of("");

  @BeforeEach
  void release() throws IOException {
    program = Files.createDirectory(folder.resolve("pro gram"));
    Files.copy(Path.of("../backupman"), program.resolve("backupman"));
    Files.createDirectory(program.resolve("lib"));
    Files.copy(Path.of("../.mvn/find-jdk.sh"), program.resolve("lib/find-java.sh"));
    try (var jars = Files.list(BackupmanProcess.LIB)) {
      for (var jar : jars.toList()) {
        Files.copy(jar, program.resolve("lib").resolve(jar.getFileName()));
      }
    }
    new Folder(folder).configured("data_sources: []\ndrives: []\n");
  }

  private BackupmanProcess launch(Map<String, String> env, String... arguments) {
    return BackupmanProcess.launch(program, folder, env, arguments);
  }

  @Test
  void aServerMakesItAndTheNextStartUsesIt() {
    try (var server = launch(Map.of(), "serve")) {
      server.port();
      await().atMost(MADE_WITHIN).until(this::isMade);
      server.terminate();
      server.awaitExit(Duration.ofSeconds(30));
    }
    try (var insisting = launch(INSISTING, "serve")) {
      assertThat(insisting.port()).isPositive();
    }
  }

  @Test
  void theCommandMakesItAtOnceAndAnotherBuildDoesWithoutIt() throws IOException {
    try (var making = launch(Map.of(), "startup-cache")) {
      assertThat(making.awaitExit(MADE_WITHIN)).as(making.output()).isZero();
    }
    assertThat(isMade()).isTrue();
    assertThat(exitCode(INSISTING)).isZero();

    Files.copy(program.resolve("lib/backupman-server.jar"), program.resolve("lib/another.jar"));

    assertThat(exitCode(INSISTING)).isNotZero();
    try (var other = launch(Map.of(), "version")) {
      assertThat(other.awaitExit(Duration.ofMinutes(1))).isZero();
      assertThat(other.output()).startsWith("backupman ").hasLineCount(1);
    }
  }

  private int exitCode(Map<String, String> env) {
    try (var version = launch(env, "version")) {
      return version.awaitExit(Duration.ofMinutes(1));
    }
  }

  /** It appears at once as a whole, and nothing else stays. */
  private boolean isMade() throws IOException {
    try (var files = Files.list(program)) {
      var made =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith("startup-"))
              .toList();
      return made.size() == 1 && made.getFirst().endsWith(".cache");
    }
  }
}

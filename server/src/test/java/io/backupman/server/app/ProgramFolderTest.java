package io.backupman.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.net.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFolderTest {
  @TempDir private Path home;
  private Path builds = Path.of("");

  @BeforeEach
  void someBuilds() throws IOException {
    builds = home.resolve(".backupman-builds");
    for (var name : new String[] {"running", "older", "newest", "other"}) {
      Files.createDirectories(builds.resolve(name).resolve("lib"));
      Files.writeString(builds.resolve(name).resolve("lib").resolve("a.jar"), "classes");
      touch(name, Instant.now().minus(Duration.ofHours(1)));
    }
    Files.writeString(builds.resolve("current"), "newest\n");
    Files.writeString(builds.resolve("build.log"), "");
  }

  private void touch(String build, Instant at) throws IOException {
    var file = builds.resolve(build).resolve("in-use");
    Files.writeString(file, "");
    Files.setLastModifiedTime(file, FileTime.from(at));
  }

  @Test
  void removesBuildsThatNobodyUsesButNotTheNewest() {
    new ProgramFolder(builds.resolve("running")).keep();

    assertThat(builds.resolve("older")).doesNotExist();
    assertThat(builds.resolve("other")).doesNotExist();
    assertThat(builds.resolve("newest").resolve("lib").resolve("a.jar")).exists();
    assertThat(builds.resolve("running").resolve("lib").resolve("a.jar")).exists();
    assertThat(builds.resolve("build.log")).exists();
  }

  @Test
  void leavesABuildThatWasChosenAMomentAgo() throws IOException {
    touch("older", Instant.now());

    new ProgramFolder(builds.resolve("running")).keep();

    assertThat(builds.resolve("older").resolve("lib").resolve("a.jar")).exists();
  }

  @Test
  void leavesABuildThatAnotherProcessRunsFromUntilThatEnds() throws Exception {
    touch("running", Instant.now());
    var other = start("other");
    try (var said = other.inputReader(UTF_8)) {
      assertThat(said.readLine()).isEqualTo("kept");

      new ProgramFolder(builds.resolve("running")).keep();
      assertThat(builds.resolve("other").resolve("lib").resolve("a.jar")).exists();
    } finally {
      other.destroyForcibly();
      assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    new ProgramFolder(builds.resolve("running")).keep();
    assertThat(builds.resolve("other")).doesNotExist();
  }

  private Process start(String build) throws IOException {
    return ChildJvm.running(Keeper.class, builds.resolve(build).toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A process that runs from a build. */
  static final class Keeper {
    private Keeper() {}

    /** Keeps the folder that is given until the process is killed. */
    public static void main(String[] args) throws InterruptedException {
      var folder = Path.of(args[0]);
      new ProgramFolder(folder).keep();
      System.out.println("kept");
      Thread.currentThread().join();
    }
  }

  @Test
  void touchesNothingWhereNoLauncherBuilds() throws IOException {
    var program = home.resolve("opt").resolve("backupman");
    var lib = Files.createDirectories(program.resolve("lib"));

    new ProgramFolder(program).keep();

    assertThat(program).isDirectoryContaining(lib::equals);
    assertThat(builds.resolve("older")).exists();
  }
}

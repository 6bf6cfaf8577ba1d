package io.backupman.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.backupman.server.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users install: the archive, the unit of systemd, the package for Debian, the image. */
class PackagingIT {
  private static final Path PACKAGING = Path.of("..", "packaging").toAbsolutePath();

  /** Of 100, as systemd counts: "medium" begins at 50. */
  private static final int MOST_EXPOSURE = 20;

  @TempDir private Path folder;

  private record Run(int exitCode, String output) {}

  private static Run run(Path folder, String... command) throws Exception {
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Run(process.exitValue(), output);
  }

  private static boolean isThere(String program) throws Exception {
    return run(Path.of("."), "sh", "-c", "command -v " + program).exitCode() == 0;
  }

  private static Path archive() throws IOException {
    try (var files = Files.newDirectoryStream(Path.of("target"), "backupman-*.tar.gz")) {
      return files.iterator().next().toAbsolutePath();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (var inside = Files.list(folder)) {
      return inside.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private Path unpacked() throws Exception {
    var place = Files.createDirectory(folder.resolve("some place"));
    assertThat(run(place, "tar", "-xzf", archive().toString()).exitCode()).isZero();
    try (var inside = Files.list(place)) {
      return inside.findFirst().orElseThrow();
    }
  }

  @Test
  @Tag("thorough")
  void theArchiveRunsFromAnyFolder() throws Exception {
    var program = unpacked();

    var version = run(folder, program.resolve("backupman").toString(), "version");
    assertThat(version.output()).startsWith("backupman ");
    assertThat(version.exitCode()).isZero();
    assertThat(names(program))
        .contains("CHANGELOG.md", "LICENSE", "channels", "lib", "licenses", "systemd")
        .as("what its pages lead to")
        .contains("CONTRIBUTING.md", "README.md", "docs", "plugins");
    assertThat(names(program.resolve("lib")))
        .as("the libraries of this build, and no others")
        .filteredOn(name -> name.endsWith(".jar"))
        .isEqualTo(names(Path.of("target/distribution/lib")));
    assertThat(program.resolve("config.sample.yml")).hasContent(ConfigFile.template());
  }

  @Test
  @Tag("thorough")
  void everyLibraryHasALicenceInTheArchive() throws Exception {
    var program = unpacked();
    assumeThat(program.resolve("sbom.cdx.json")).as("is not made when Maven is offline").exists();

    var libraries = Files.readAllLines(program.resolve("licenses/libraries.txt"));

    var materials = Files.readString(program.resolve("sbom.cdx.json"));
    assertThat(names(program.resolve("lib")))
        .filteredOn(name -> name.endsWith(".jar") && !name.startsWith("backupman-"))
        .allSatisfy(
            name -> {
              var artifact = name.replaceFirst("-v?\\d.*", "");
              assertThat(materials).contains("\"name\" : \"" + artifact + "\"");
              assertThat(libraries).anyMatch(line -> line.matches(".*:" + artifact + " .* - .+"));
            });
  }

  @Test
  void systemdTakesTheUnit() throws Exception {
    assumeThat(isThere("systemd-analyze")).as("systemd-analyze is there").isTrue();
    var unit = PACKAGING.resolve("systemd/backupman.service");
    var here = folder.resolve("backupman.service");
    Files.writeString(here, Files.readString(unit).replace("/usr/bin/backupman", "/bin/true"));

    var verified = run(folder, "systemd-analyze", "verify", here.toString());
    var judged =
        run(
            folder,
            "systemd-analyze",
            "security",
            "--offline=true",
            "--no-pager",
            "--threshold=" + MOST_EXPOSURE,
            here.toString());

    assertThat(verified.exitCode()).as(verified.output()).isZero();
    assertThat(verified.output()).as("warnings").doesNotContain("backupman.service");
    assertThat(judged.exitCode()).as(judged.output()).isZero();
  }

  @Test
  @Tag("thorough")
  void debianInstallsRunsUpgradesAndRemovesThePackage() throws Exception {
    var debian = debian();

    var built = run(folder, PACKAGING.resolve("deb/build").toString(), archive().toString());
    assertThat(built.exitCode()).as(built.output()).isZero();
    var made = built.output().lines().toList().getLast();
    var trial = runAtLength(PACKAGING.resolve("deb/trial").toString(), made, debian);

    assertThat(trial.exitCode()).as(trial.output()).isZero();
  }

  @Test
  @Tag("thorough")
  void theImageBacksUpAndReportsAsComposeRunsIt() throws Exception {
    var replay = runAtLength(PACKAGING.resolve("docker/replay").toString(), debian());

    assertThat(replay.exitCode()).as(replay.output()).isZero();
  }

  private static String debian() {
    var debian = System.getenv("BACKUPMAN_TEST_DEBIAN");
    assumeThat(debian).as("BACKUPMAN_TEST_DEBIAN names a folder for a Debian").isNotNull();
    return Objects.requireNonNull(debian);
  }

  /** With its output in a file: the machines that are booted meanwhile may hold on to a pipe. */
  private Run runAtLength(String... command) throws Exception {
    var output = folder.resolve("output");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.MINUTES)).isTrue();
    return new Run(process.exitValue(), Files.readString(output));
  }
}

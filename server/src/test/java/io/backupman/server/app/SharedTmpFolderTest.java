package io.backupman.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers with records of their own, and the same data source and temporary folder. */
class SharedTmpFolderTest {
  @TempDir private Path folder;

  @Test
  void eachServerWritesIntoASubfolderOfItsOwnAndUsesItAgainForAllItsBackups() throws IOException {
    var tmp = folder.resolve("tmp");
    try (var one = Running.start(configured("one", tmp));
        var other = Running.start(configured("other", tmp))) {
      one.backUp();
      other.backUp();
      one.backUp();

      assertThat(tmp.toFile().list())
          .hasSize(2)
          .allSatisfy(name -> assertThat(name).matches("backupman-[0-9a-f]{12}"));
    }
  }

  private Path configured(String server, Path tmp) throws IOException {
    var own = Files.createDirectory(folder.resolve(server));
    Running.configure(own, "{}");
    var config = own.resolve("config.yml");
    var shared = Files.readString(config).replace(own.resolve("tmp").toString(), tmp.toString());
    Running.write(config, shared);
    return own;
  }
}

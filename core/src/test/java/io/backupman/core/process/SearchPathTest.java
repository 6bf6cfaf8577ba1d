package io.backupman.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPathTest {
  @TempDir Path folder;

  @Test
  void findsTheFirstExecutableFileOfAName() throws IOException {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    Path third = Files.createDirectory(folder.resolve("third"));
    Files.createDirectory(first.resolve("tool"));
    Files.createFile(second.resolve("tool"));
    Path tool = program(third.resolve("tool"));
    assertThat(new SearchPath(List.of(first, second, third)).find("tool")).contains(tool);
    assertThat(new SearchPath(List.of(first, second)).find("tool")).isEmpty();
  }

  @Test
  void takesAPathAsItIs() throws IOException {
    Path tool = program(folder.resolve("tool"));
    SearchPath nowhere = new SearchPath(List.of());
    assertThat(nowhere.find(tool.toString())).contains(tool);
    assertThat(nowhere.find(folder.resolve("other").toString())).isEmpty();
    assertThat(nowhere.find(folder.toString())).isEmpty();
  }

  @Test
  void readsTheEnvironment() {
    assertThat(SearchPath.ofEnvironment().find("sh")).isPresent();
  }

  private static Path program(Path file) throws IOException {
    Files.createFile(file);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}

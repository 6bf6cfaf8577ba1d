package io.backupman.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RegularFileTest {
  @TempDir private Path folder;

  @Test
  void aFileIsReadAlsoThroughLinks() throws IOException {
    var file = Files.writeString(folder.resolve("..data"), "secret");
    var link = Files.createSymbolicLink(folder.resolve("link"), file);
    var outer = Files.createSymbolicLink(folder.resolve("outer"), link.getFileName());

    assertThat(RegularFile.bytes(outer, 6)).asString().isEqualTo("secret");
  }

  @Test
  void aFolderIsNone() {
    assertThatThrownBy(() -> RegularFile.bytes(folder, 10))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(": it is a folder, not a file");
  }

  @Test
  void aPipeThatNobodyWritesToIsNotWaitedFor() throws Exception {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> RegularFile.bytes(pipe, 10))
        .hasMessageEndingWith(": it is a pipe or a device, not a regular file");
  }

  @Test
  void aDeviceThatNeverEndsIsNotRead() {
    assertThatThrownBy(() -> RegularFile.bytes(Path.of("/dev/zero"), 10))
        .hasMessageEndingWith(": it is a pipe or a device, not a regular file");
  }

  @Test
  void aLargeFileIsNotReadToItsEnd() throws IOException {
    var file = Files.write(folder.resolve("large"), new byte[2049]);

    assertThatThrownBy(() -> RegularFile.bytes(file, 2048))
        .hasMessageEndingWith(": it is larger than 2 KiB");
  }

  @Test
  void aFileThatIsNotThereIsSaidToBeMissing() {
    assertThatThrownBy(() -> RegularFile.bytes(folder.resolve("none"), 10))
        .isInstanceOf(NoSuchFileException.class);
  }
}

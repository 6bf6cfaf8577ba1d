package io.backupman.core.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {
  @TempDir Path folder;

  @Test
  void getsItsNameOnlyWhenPublished() throws IOException {
    try (PartFile part = PartFile.create(folder, "a", "a.part")) {
      part.write(UTF_8.encode("whole"));
      assertThat(folder.resolve("a")).doesNotExist();
      part.publish();
    }
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
    assertThat(folder.resolve("a")).hasContent("whole");
  }

  @Test
  void isGoneWhenClosedBeforeThat() throws IOException {
    try (PartFile part = PartFile.create(folder, "a", "a.part")) {
      part.write(UTF_8.encode("half"));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void neverReplacesAnotherFile() throws IOException {
    Files.writeString(folder.resolve("a"), "old");
    try (PartFile part = PartFile.create(folder, "a", "a.part")) {
      part.write(UTF_8.encode("new"));
      assertThatThrownBy(part::publish).isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(folder.resolve("a")).hasContent("old");
    assertThat(folder.resolve("a.part")).doesNotExist();
  }

  @Test
  void takesTheLeftoverOfAKilledProcessAway() throws IOException {
    Files.writeString(folder.resolve("a.part"), "a longer leftover");
    try (PartFile part = PartFile.create(folder, "a", "a.part")) {
      part.write(UTF_8.encode("new"));
      part.publish();
    }
    assertThat(folder.resolve("a")).hasContent("new");
  }

  @Test
  void isForItsOwnerOnlyInFoldersForTheirOwnerOnly() throws IOException {
    Path deep = folder.resolve("x/y");
    try (PartFile part = PartFile.create(deep, "a", "a.part")) {
      part.publish();
    }
    assertThat(mode(deep.resolve("a"))).isEqualTo("rw-------");
    assertThat(mode(deep)).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("x"))).isEqualTo("rwx------");
  }

  @Test
  void leavesTheModeOfAFolderThatIsThere() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    PartFile.create(folder, "a", "a.part").close();
    assertThat(mode(folder)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void refusesNamesThatLeadElsewhere() {
    assertThatThrownBy(() -> PartFile.inside(folder, "../a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PartFile.inside(folder, "b/a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PartFile.inside(folder, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}

package io.backupman.core.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  void canBeAnotherNameOfAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "whole");
    try (PartFile part = PartFile.ofSame(file, folder.resolve("x"), "a", "a.part").orElseThrow()) {
      part.publish();
    }
    Path named = folder.resolve("x/a");
    assertThat(Files.isSameFile(named, file)).isTrue();
    assertThat(Folders.isSameEntry(named, folder.resolve("x/../x/a"))).isTrue();
    assertThat(Folders.isSameEntry(named, file)).isFalse();
    Path same = Files.createLink(folder.resolve("a"), named);
    assertThat(Folders.isSameEntry(named, same)).isFalse();
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("x"));
    assertThat(Folders.isSameEntry(named, link.resolve("a"))).isTrue();
  }

  @Test
  void leavesAFileAloneThatItWasToBecomeAnotherNameOf() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "whole");
    PartFile.ofSame(file, folder.resolve("x"), "a", "a.part").orElseThrow().close();
    assertThat(folder.resolve("x")).isEmptyDirectory();
    assertThat(file).hasContent("whole");
  }

  @Test
  void whatWasSyncedEarlyIsWhole() throws IOException {
    byte[] much = new byte[9 * 1024 * 1024];
    try (PartFile part = PartFile.create(folder, "a", "a.part")) {
      for (int i = 0; i < 8; i++) {
        part.write(ByteBuffer.wrap(much));
      }
      part.publish();
    }
    assertThat(folder.resolve("a")).hasSize(8L * much.length);
  }

  @Test
  void whatCouldNotBeSyncedEarlyFailsInTheEnd() throws IOException {
    byte[] much = new byte[33 * 1024 * 1024];
    try (PartFile part = PartFile.create(folder, "a", "a.part")) {
      Files.delete(folder.resolve("a.part")); // as good as any failure
      part.write(ByteBuffer.wrap(much));
      assertThatThrownBy(part::force).isInstanceOf(NoSuchFileException.class);
    }
    assertThat(folder).isEmptyDirectory();
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

package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.program.PrivateTempFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionFileTest {
  @TempDir Path folder;

  @Test
  void isForItsOwnerOnlyAndGoneWhenClosed() throws Exception {
    try (PrivateTempFile file = OptionFile.create(settings("secret"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
          .isEqualTo("rw-------");
      assertThat(file.path()).content().contains("password=\"secret\"");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void escapesWhatMeansSomethingThere() {
    assertThat(OptionFile.text(settings("p'a\"s\\ #;=wö rd")))
        .contains("password=\"p\\'a\\\"s\\\\ #;=wö rd\"\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nhost=evil", "a\rb", "a\u0000b"})
  void refusesControlCharacters(String password) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> OptionFile.create(settings(password)).close())
        .withMessageContaining("password holds a line break")
        .withMessageNotContaining(password);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesWhatTheProgramsWouldCutOff() {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> OptionFile.text(settings("x".repeat(4_001))))
        .withMessageContaining("password is too long");
  }

  private MariaDbSettings settings(String password) {
    return Settings.mariaDb("127.0.0.1", 3306, "shop", "root", password, folder, null);
  }
}

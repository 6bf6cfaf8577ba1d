package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.backupman.api.ApiKey;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.store.engine.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that stand in files of their own. */
class SecretFilesTest {
  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  @Test
  void everySecretMayStandInAFile() throws IOException {
    var file = folder.resolve("secret");
    Files.writeString(file, "first line \u00e9\r\nsecond line\n");
    Files.writeString(folder.resolve("secret_TOO"), "first line \u00e9 too");

    var loaded =
        config.load(
            """
            database: {provider: mysql, host: h, db_name: d, user: u, password_file: FILE}
            data_sources:
              - {provider: mysql, label: A, host: h, db_name: d, user: u, password_file: FILE}
            drives: [{provider: local, label: L, folder: f}]
            notifiers:
              mail:
                enabled: true
                smtp_host: h
                smtp_password_file: FILE
                destinations: [{name: A, email: a@b.c}]
              webhook:
                enabled: true
                endpoints: [{name: A, url: u, token_file: FILE, secret_file: FILE}]
            http:
              api_keys_file: FILE
              admin_api_keys_file: FILE
              view_api_keys: [{key_file: FILE_TOO}]
            """
                .replace("FILE", file.toString()));

    var settings = loaded.settings();
    assertThat(((DatabaseSettings.Server) settings.database()).password().value())
        .isEqualTo("first line \u00e9");
    assertThat(((MariaDbSettings) settings.dataSources().get(0)).password().value())
        .isEqualTo("first line \u00e9");
    assertThat(settings.http().keys())
        .extracting(ApiKey::name, key -> key.secret().value())
        .containsExactly(
            tuple("api_keys_file", "first line \u00e9"),
            tuple("admin_api_keys_file", "first line \u00e9"),
            tuple("view_api_keys[0]", "first line \u00e9 too"));
    assertThat(loaded.masker().mask("(first line \u00e9)")).isEqualTo("(***)");
  }

  @Test
  void aSecretFileThatIsOfNoUseIsAProblem() throws IOException {
    Files.writeString(folder.resolve("empty"), "\nsecret\n");
    Files.write(folder.resolve("latin"), new byte[] {(byte) 0xe9, '\n'});
    var text =
        """
        database:
          {provider: mysql, host: h, db_name: d, user: u, password_file: DIR/none}
        data_sources:
          - {provider: mysql, label: A, host: h, db_name: d, user: u, password_file: DIR/empty}
          - {provider: mysql, label: B, host: h, db_name: d, user: u, password_file: DIR/latin}
          - {provider: mysql, label: C, host: h, db_name: d, user: u, password_file: DIR}
          - {provider: mysql, label: D, host: h, db_name: d, user: u, password_file: x, password: y}
        drives: [{provider: local, label: L, folder: f}]
        """;

    assertThat(config.problems(text.replace("DIR", folder.toString())))
        .satisfiesExactly(
            none ->
                assertThat(none)
                    .startsWith("database.password_file: ")
                    .endsWith("but there is no such file"),
            empty ->
                assertThat(empty)
                    .startsWith("data_sources[0].password_file: ")
                    .endsWith("whose first line is empty"),
            latin ->
                assertThat(latin)
                    .startsWith("data_sources[1].password_file: ")
                    .endsWith("which is not UTF-8"),
            directory ->
                assertThat(directory)
                    .startsWith("data_sources[2].password_file: ")
                    .contains("cannot be read"),
            both ->
                assertThat(both)
                    .isEqualTo(
                        "data_sources[3].password_file: stands beside password; keep one of them"));
  }

  @Test
  @Timeout(30)
  void pipesAreNotWaitedForWhereAFileIsNamed() throws Exception {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(
            config.problems(
                "drives: []\nhttp: {api_keys_file: x}\ndatabase: {provider: mariadb, host: h, db_name: d, user: u, password_file: %s}"
                    .formatted(pipe)))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("database.password_file: ")
                    .contains("it is a pipe or a device, not a regular file"));
    Files.delete(config.file);
    Files.move(pipe, config.file);
    assertThat(config.problemsOfFile())
        .singleElement()
        .asString()
        .contains("The file cannot be read: it is a pipe or a device, not a regular file.");
  }
}

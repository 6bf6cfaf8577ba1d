package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.server.config.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the paths in the file lead, whatever folder Backupman is started in. */
class PathRulesTest {
  private static final List<String> LEFT =
      List.of(
          "backupman.mv.db", "copy.sql", "app.db", "s-20250702100000-1b0e1b0f.db.gz", "chat.jar");

  @TempDir private Path folder;
  @TempDir private Path home;
  @TempDir private Path elsewhere;
  private final Path here = Path.of("earlier-place-of-the-test").toAbsolutePath();
  private ConfigFixture config = new ConfigFixture(Path.of(""));

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
    config.env.put("HOME", home.toString());
  }

  @AfterEach
  void removeWhatIsHere() throws Exception {
    for (var name : LEFT) {
      Files.deleteIfExists(here.resolve(name));
    }
    Files.deleteIfExists(here);
  }

  @Test
  void relativePathsBelongToTheFolderOfTheFile() throws Exception {
    Files.writeString(folder.resolve("password"), "from a file");
    var settings =
        config.settings(
            """
            database: {path: records/backupman}
            data_sources:
              - {provider: sqlite, label: S, db_path: ../app.db, tmp_folder: ./t}
              - {provider: mysql, label: M, host: h, db_name: d, user: u, password_file: ./password,
                 dump_command: bin/mysqldump}
            drives: [{provider: local, label: L, folder: ./storage}]
            plugins: {folder: more}
            """);

    assertThat(settings.database())
        .isEqualTo(new DatabaseSettings.Embedded(folder.resolve("records/backupman")));
    var sqlite = (SqliteSettings) settings.dataSources().getFirst();
    assertThat(sqlite.dbPath()).isEqualTo(folder.resolveSibling("app.db"));
    assertThat(sqlite.common().tmpFolder()).isEqualTo(folder.resolve("t"));
    var mysql = (MariaDbSettings) settings.dataSources().getLast();
    assertThat(mysql.password().value()).isEqualTo("from a file");
    assertThat(mysql.dumpCommand().program()).isEqualTo(folder.resolve("bin/mysqldump").toString());
    assertThat(mysql.common().tmpFolder()).isEqualTo(folder.resolve("tmp"));
    assertThat(settings.drives())
        .containsExactly(new LocalDriveSettings("L", folder.resolve("storage")));
    assertThat(settings.plugins().folder()).isEqualTo(folder.resolve("more"));
  }

  @Test
  void soDoDefaults() {
    var settings = config.settings("");

    assertThat(settings.database())
        .isEqualTo(new DatabaseSettings.Embedded(folder.resolve("data/backupman")));
    assertThat(settings.plugins().folder()).isEqualTo(folder.resolve("plugins"));
  }

  @Test
  void wholePathsAndNamesOfProgramsStayAsTheyAre() {
    var settings =
        config.settings(
            """
            database: {path: %s/db}
            data_sources: [{provider: mysql, label: M, host: h, db_name: d, user: u, dump_command: mysqldump}]
            drives: [{provider: local, label: L, folder: %s/b}]
            """
                .formatted(elsewhere, elsewhere));

    assertThat(settings.database())
        .isEqualTo(new DatabaseSettings.Embedded(elsewhere.resolve("db")));
    assertThat(((MariaDbSettings) settings.dataSources().getFirst()).dumpCommand().program())
        .isEqualTo("mysqldump");
  }

  @Test
  void tildeIsTheHomeFolder() {
    var settings =
        config.settings(
            """
            database: {path: "~/db"}
            data_sources: [{provider: sqlite, label: S, db_path: ~/app.db, tmp_folder: "~"}]
            drives: [{provider: local, label: L, folder: ~//b}, {provider: local, label: T, folder: ./~/b}]
            """);

    assertThat(settings.database()).isEqualTo(new DatabaseSettings.Embedded(home.resolve("db")));
    var sqlite = (SqliteSettings) settings.dataSources().getFirst();
    assertThat(sqlite.dbPath()).isEqualTo(home.resolve("app.db"));
    assertThat(sqlite.common().tmpFolder()).isEqualTo(home);
    assertThat(settings.drives())
        .containsExactly(
            new LocalDriveSettings("L", home.resolve("b")),
            new LocalDriveSettings("T", folder.resolve("~/b")));
  }

  @Test
  void theHomeOfAnotherUserIsRefused() {
    assertThat(
            config.problems(
                """
                database: {path: ~backup/db}
                drives: [{provider: local, label: L, folder: ~root}]
                """))
        .containsExactly(
            "database.path: is not a path: only a shell knows whose folder \"~backup\" is; write"
                + " the whole path, or ./ in front of a name that begins so",
            "drives[0].folder: is not a path: only a shell knows whose folder \"~root\" is; write"
                + " the whole path, or ./ in front of a name that begins so");
  }

  @Test
  void recordsAndCopiesThatEarlierVersionsLeftHereAreNotForgottenInSilence() throws Exception {
    Files.createDirectory(here);
    Files.writeString(here.resolve("backupman.mv.db"), "records");
    var text =
        """
        database: {path: earlier-place-of-the-test/backupman}
        drives: [{provider: local, label: L, folder: earlier-place-of-the-test}]
        """;
    var place = folder.resolve("earlier-place-of-the-test");

    assertThat(config.problems(text))
        .containsExactly(
            "database.path: is "
                + place.resolve("backupman")
                + ", where nothing is; but there is "
                + here.resolve("backupman")
                + ", which it was for earlier versions when they were started here: move that, or"
                + " write its whole path");

    Files.createDirectory(place);
    Files.writeString(place.resolve("backupman.mv.db"), "moved");
    assertThat(config.load(text).notices()).isEmpty();
    Files.delete(place.resolve("backupman.mv.db"));
    Files.delete(here.resolve("backupman.mv.db"));
    Files.writeString(here.resolve("copy.sql"), "copy");
    assertThat(config.load(text).notices())
        .extracting(Problem::toString)
        .containsExactly(
            "drives[0].folder: is "
                + place
                + ", where nothing is; but there is "
                + here
                + ", which it was for earlier versions when they were started here: move that, or"
                + " write its whole path");
  }

  @Test
  void databasesDumpsAndPluginsThatAreHereInsteadAreNoted() throws Exception {
    Files.createDirectory(here);
    for (var name : List.of("app.db", "s-20250702100000-1b0e1b0f.db.gz", "chat.jar")) {
      Files.writeString(here.resolve(name), "here");
    }

    var notices =
        config
            .load(
                """
                data_sources:
                  - {provider: sqlite, label: S, db_path: earlier-place-of-the-test/app.db, tmp_folder: earlier-place-of-the-test}
                  - {provider: sqlite, label: Other, db_path: /app.db, tmp_folder: earlier-place-of-the-test}
                drives: [{provider: local, label: L, folder: storage}]
                plugins: {folder: earlier-place-of-the-test}
                """)
            .notices();

    assertThat(notices)
        .extracting(notice -> notice.toString().replaceFirst(": is .*", ""))
        .containsExactlyInAnyOrder(
            "data_sources[0].db_path", "data_sources[0].tmp_folder", "plugins.folder");
  }
}

package io.backupman.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.backupman.core.audit.AuditEntry;
import io.backupman.core.audit.AuditQuery;
import io.backupman.core.source.sqlite.SampleDatabase;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.OtherVersions;
import io.backupman.core.testing.LegacyTool;
import io.backupman.core.testing.MariaDbServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class CommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private record Said(int exitCode, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  @BeforeEach
  void configure() throws IOException {
    SampleDatabase.create(folder.resolve("shop.db"));
    write(
        """
        data_sources: [{provider: sqlite, label: Shop, db_path: shop.db, verify: restore}]
        drives:
          - {provider: local, label: Near, folder: ./near}
          - {provider: local, label: Far, folder: ./far}
        notifiers:
          webhook: {enabled: true, endpoints: [{name: w, url: 'http://127.0.0.1:9/none'}]}
        http: {host: 127.0.0.1}
        """);
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("config.yml"), text);
  }

  private Said say(String... arguments) {
    return say(Map.of(), arguments);
  }

  private Said say(Map<String, String> env, String... arguments) {
    return say(env, folder.resolve("config.yml"), arguments);
  }

  private static Said say(Map<String, String> env, Path config, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-c", config.toString()));
    var exitCode =
        Root.commandLine(env, all)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Said(exitCode, out.toString(), err.toString());
  }

  @Test
  void backupsAreListedShownDownloadedAndDeleted() throws IOException {
    var run = say("run");
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("Verified by a restore: 1 table, 1,000 rows, as")
        .contains("Near: ");

    var list = say("list");
    assertThat(list.exitCode()).isZero();
    assertThat(list.lines()).singleElement().asString().contains("finished").endsWith("  Shop");
    var id = list.out().substring(0, 36);
    var json = JSON.readTree(say("list", "--json", "-l", "Shop", "-s", "finished").out());
    assertThat(json.at("/Results/0/Id").asText()).isEqualTo(id);
    assertThat(say("list", "--status", "failed").err()).contains("There are no such backups.");

    var show = say("show", id.substring(28));
    assertThat(show.exitCode()).isZero();
    assertThat(show.out())
        .contains("backup    " + id)
        .contains("provider  sqlite")
        .containsPattern("restore   verified, \\d+ tables?, [0-9,]+ rows?")
        .contains("copy      Near: finished, " + folder.resolve("near"));
    assertThat(JSON.readTree(say("show", id, "--json").out()).at("/Id").asText()).isEqualTo(id);

    var target = folder.resolve("restored.db.gz");
    var download = say("download", id.substring(28), "-d", "Far", "-o", target.toString());
    assertThat(download.exitCode()).as(download.err()).isZero();
    assertThat(target).hasSameBinaryContentAs(onlyFile("far"));
    assertThat(say("download", id, "-o", target.toString()).err()).contains("is there already");
    assertThat(say("download", id, "-d", "Fahr").err())
        .contains("There is no copy on the drive \"Fahr\"; did you mean \"Far\"?");

    var delete = say("delete", id);
    assertThat(delete.exitCode()).as(delete.err()).isZero();
    assertThat(folder.resolve("near")).isEmptyDirectory();
    assertThat(say("show", id).err()).contains("There is no backup and no report with this id.");
    assertThat(say("cancel", id).exitCode()).isEqualTo(1);
    assertThat(say("retry", id).exitCode()).isEqualTo(1);
    assertThat(say("notifiers", "test", "webhook").exitCode()).isEqualTo(1);
    assertThat(say("resend", id).exitCode()).isEqualTo(1);

    assertThat(audited())
        .extracting(AuditEntry::action)
        .containsExactly(
            "resend_report",
            "test_notifier",
            "retry_backup",
            "cancel_backup",
            "delete_backup",
            "download_backup",
            "download_backup",
            "start_backup");
    assertThat(audited())
        .allMatch(
            entry ->
                entry.actor().equals("command line (" + System.getProperty("user.name") + ")")
                    && entry.address() == null
                    && entry.status() == null);
    assertThat(audited().get(4).subject()).isEqualTo(id);
  }

  private List<AuditEntry> audited() {
    var settings = new DatabaseSettings.Embedded(folder.resolve("data/backupman"));
    try (var database = Database.open(settings)) {
      return database.audit().list(AuditQuery.newest(20)).results();
    }
  }

  private Path onlyFile(String drive) throws IOException {
    try (var files = Files.list(folder.resolve(drive))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void checkLooksIntoTheDatabaseOfTheRecords() throws IOException {
    var server = MariaDbServer.shared();
    var name = server.createDatabase();
    write(
        """
        database: {provider: mariadb, host: %s, port: %s, db_name: %s, user: %s, password: "%s"}
        http: {host: 127.0.0.1}
        """
            .formatted(server.host(), server.port(), name, server.user(), server.password()));
    assertThat(say("check").exitCode()).isZero();

    try (var tool = LegacyTool.onServer(server, name)) {
      tool.backup("Shop", "finished", Instant.EPOCH.plusSeconds(1));
      var taken = say("check");
      assertThat(taken.exitCode()).isZero();
      assertThat(taken.out())
          .contains("Note: database: The database " + name)
          .contains("1 backup, taken over at the first start");

      tool.run("DROP TABLE backup_drive_files");
      var refused = say("check");
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err())
          .contains(": database: The database " + name)
          .contains("holds tables of something else (backupman_migrations, backups)");
      assertThat(say("list").err()).contains("holds tables of something else");
    }
  }

  @Test
  void recordsOfANewerVersionAreRefusedByEachCommandThatOpensThem() throws Exception {
    assertThat(say("list").exitCode()).isZero();
    var records = folder.resolve("data/backupman");
    OtherVersions.upgrade(new DatabaseSettings.Embedded(records), "99", true);
    var id = "b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b";

    for (var command :
        new String[] {
          "serve -p 0",
          "run",
          "list",
          "show " + id,
          "retry " + id,
          "cancel " + id,
          "delete " + id,
          "resend " + id,
          "download " + id,
          "health",
          "retention",
          "notifiers test webhook"
        }) {
      var said = say(command.split(" "));

      assertThat(said.exitCode()).as(command).isEqualTo(1);
      assertThat(said.out()).as(command).isEmpty();
      assertThat(said.err().lines())
          .as(command)
          .singleElement()
          .asString()
          .startsWith("The embedded database " + records)
          .contains("was upgraded by a newer Backupman: its schema has version 99");
    }
  }

  @Test
  void reportsAreListedAndShownWithTheirAttempts() throws IOException {
    say("run");

    var list = say("list", "reports");
    assertThat(list.lines())
        .singleElement()
        .asString()
        .contains("backup_report")
        .contains("1 pending")
        .endsWith("Shop");
    var id = list.out().substring(0, 36);
    assertThat(say("show", id).out())
        .contains("report    " + id)
        .contains("delivery  webhook / w: pending, next at ")
        .contains("1. ");
    var json = JSON.readTree(say("show", id.substring(28), "--json").out());
    assertThat(json.at("/Deliveries/0/Attempts/0/Outcome").asText()).isEqualTo("retry");
  }

  @Test
  void aFailedBackupIsSaidOnceWithTheCommandThatTriesItAgain() throws IOException {
    Files.delete(folder.resolve("shop.db"));

    var run = say("run");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).containsOnlyOnce("Shop: failed. ");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("  Try again with: backupman -c \\S*config.yml retry [0-9a-f-]{36}");
  }

  @Test
  void namesThatThereAreNotComeWithTheNearestOnes() {
    assertThat(say("run", "Shpo").err())
        .startsWith("There is no data source \"Shpo\"; did you mean \"Shop\"? There are: Shop.");
    assertThat(say("notifiers", "test", "webhok").err()).contains("did you mean \"webhook\"?");
    assertThat(say("notifiers", "test", "webhook", "--destination", "W").err())
        .contains("There is no destination \"W\"; did you mean \"w\"?");
    assertThat(say("retri").err()).contains("retry");
    assertThat(say("show", "xyz").err()).contains("'xyz' is not an id");
    assertThat(say("show", "abcdef").exitCode()).isEqualTo(1);
    assertThat(say("show", "a".repeat(36)).err()).contains("is not an id, which looks like");
    assertThat(say("show", "b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b").exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001"})
  void aLimitThatIsNoneIsRefused(String limit) {
    var list = say("list", "-n", limit);

    assertThat(list.exitCode()).isEqualTo(2);
    assertThat(list.err())
        .startsWith("--limit must be from 1 to 1000, and is " + limit + "; --until shows");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999", "-1", "http", "80.5"})
  void aPortThatIsNoneIsASentence(String port) {
    var serve = say("serve", "-p", port);

    assertThat(serve.exitCode()).isEqualTo(2);
    assertThat(serve.err())
        .contains("'" + port + "' is no port: it must be a whole number from 0 to 65535")
        .doesNotContain("Exception");
  }

  @Test
  void filesThatCannotBeUsedAreSentences() throws IOException {
    var inTheWay = Files.writeString(folder.resolve("file"), "");
    var init = say(Map.of(), inTheWay.resolve("config.yml"), "init");
    assertThat(init.exitCode()).isEqualTo(1);
    assertThat(init.err()).contains("config.yml: ").doesNotContain("Exception");

    var missing = say(Map.of(), folder.resolve("none/config.yml"), "init");
    assertThat(missing.err()).contains("config.yml: there is no such file or folder.");
  }

  @Test
  void checkRefusesWhatServeRefuses() throws IOException {
    write("http: {host: 0.0.0.0}\n");
    var open = say("check");
    assertThat(open.exitCode()).isEqualTo(2);
    assertThat(open.err()).contains("http.api_keys is missing");

    Files.writeString(folder.resolve("file"), "");
    write("database: {path: file/data/backupman}\nhttp: {host: 127.0.0.1}\n");
    var blocked = say("check");
    assertThat(blocked.exitCode()).isEqualTo(2);
    assertThat(blocked.err()).contains("database.path: ").contains("is not a folder.");

    write("http: {host: 127.0.0.1}\n");
    assertThat(say("check").exitCode()).isZero();
  }

  @Test
  void helpIsACommandToo() {
    assertThat(say("help").out()).contains("list", "show", "cancel", "delete", "download");
    assertThat(say("help", "download").out()).contains("--drive").contains("ID");
    assertThat(say("completion", "--help").out()).contains("bash, zsh, fish");
    assertThat(say("completion", "cmd").exitCode()).isEqualTo(2);
  }

  @Test
  void coloursComeWhereTheyAreWanted() {
    say("run");

    assertThat(say(Map.of("CLICOLOR_FORCE", "1"), "health").out())
        .contains("\u001b[32mUP\u001b[0m    data source \"Shop\"");
    assertThat(say(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), "health").out())
        .doesNotContain("\u001b");
    assertThat(say("health").out()).contains("UP    data source \"Shop\"");
  }
}

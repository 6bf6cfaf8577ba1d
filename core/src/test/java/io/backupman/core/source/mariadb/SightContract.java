package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.process.SearchPath;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.SampleShop;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.Sql;
import io.backupman.core.testing.MariaDbServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an account has to be granted so that its dumps lack nothing, on a real server. */
@Timeout(300)
abstract class SightContract {
  private static final String USER = "'watcher'@'%'";
  private static final Path DOCS = Path.of("..", "docs", "configuration.md");

  @TempDir Path folder;
  private String database = "";

  abstract MariaDbServer server();

  /** How the documentation introduces the statements for this server. */
  abstract String documentedAs();

  /** The dump program; {@code null} for the one on the PATH. */
  @Nullable String dumpCommand() throws IOException {
    return null;
  }

  @BeforeEach
  void fill() throws SQLException {
    database = server().createDatabase();
    SampleShop.fill(server(), database);
  }

  @Test
  void whatTheDocumentationSaysIsEnough() throws Exception {
    account(documented());

    source().check();
    assertThat(write()).contains("nightly", "TRIGGER", "big_order", "doubled");
  }

  @Test
  void withoutOneOfThemItFailsWithTheStatementsThatMendIt() throws Exception {
    List<String> all = documented();
    for (int i = 0; i < all.size(); i++) {
      for (String privilege : privileges(all.get(i))) {
        List<String> fewer = new ArrayList<>(all);
        fewer.set(i, without(all.get(i), privilege));
        account(fewer.stream().filter(grant -> !grant.isEmpty()).toList());
        assertFailsAndIsMended(privilege);
      }
    }
  }

  @Test
  void whatIsGrantedOnSomeTablesOrColumnsIsNotEnough() throws Exception {
    account(
        List.of(
            "GRANT SELECT, SHOW VIEW, TRIGGER ON " + database + ".customer TO " + USER,
            "GRANT SELECT (id), TRIGGER ON " + database + ".a_order TO " + USER,
            "GRANT EVENT ON " + database + ".* TO " + USER));
    assertFailsAndIsMended("tables");
  }

  @Test
  void whoMayDoEverythingPasses() throws Exception {
    account(List.of("GRANT ALL PRIVILEGES ON *.* TO " + USER));
    source().check();
    assertThat(write()).contains("doubled");
  }

  @Test
  void whoMayDoEverythingWithADatabaseWithoutForeignRoutinesPasses() throws Exception {
    execute("DROP FUNCTION doubled", "DROP PROCEDURE purge_all");
    account(List.of("GRANT ALL PRIVILEGES ON " + scope(database) + " TO " + USER));
    source().check();
    assertThat(write()).contains("nightly");
  }

  @Test
  void whatAnActiveRoleMayDoCounts() throws Exception {
    execute("DROP ROLE IF EXISTS watching", "CREATE ROLE watching");
    List<String> toRole = documented().stream().map(g -> g.replace(USER, "watching")).toList();
    account(toRole);
    execute("GRANT watching TO " + USER);
    assertFails();
    execute(defaultRole("watching", USER));
    source().check();
    assertThat(write()).contains("doubled");
  }

  abstract String defaultRole(String role, String user);

  @Test
  void whatIsGrantedOnAPatternCountsUnlessAMoreSpecificOneHides() throws Exception {
    String pattern = "`" + database.substring(0, 6) + "%`.*";
    account(documented().stream().map(g -> g.replace(scope(database), pattern)).toList());
    source().check();
    execute("GRANT INSERT ON " + scope(database) + " TO " + USER);
    assertFailsAndIsMended("tables");
  }

  private void assertFailsAndIsMended(String what) throws Exception {
    String sentence = assertFails();
    assertThat(sentence).as(what).contains("'watcher'", "'" + database + "'", "GRANT ", USER);
    executeAll(sentence);
    source().check();
    assertThat(write()).as(what).contains("doubled");
  }

  /** Does what a sentence says. */
  final void executeAll(String sentence) throws SQLException {
    String statements = sentence.substring(sentence.indexOf("GRANT "));
    execute(Pattern.compile(";").splitAsStream(statements).toArray(String[]::new));
  }

  final String assertFails() throws Exception {
    List<String> sentences = new ArrayList<>();
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(this::write)
        .satisfies(e -> sentences.add(e.getMessage()));
    assertThatExceptionOfType(SourceException.class).isThrownBy(() -> source().check());
    return sentences.getFirst();
  }

  /** The statements of the documentation, for this database and account. */
  final List<String> documented() throws IOException {
    List<String> lines = Files.readAllLines(DOCS);
    int begin = lines.indexOf("-- " + documentedAs());
    assertThat(begin).as("in " + DOCS).isNotNegative();
    return lines.subList(begin + 1, lines.size()).stream()
        .takeWhile(line -> line.startsWith("GRANT "))
        .map(line -> line.replace("`shop`.*", scope(database)).replace("'backup'@'%'", USER))
        .map(line -> line.replaceFirst(";.*", ""))
        .toList();
  }

  private static String scope(String name) {
    return "`" + name.replace("_", "\\_") + "`.*";
  }

  private static List<String> privileges(String grant) {
    return Arrays.asList(grant.substring("GRANT ".length(), grant.indexOf(" ON ")).split(", ", -1));
  }

  private static String without(String grant, String privilege) {
    List<String> others = new ArrayList<>(privileges(grant));
    others.remove(privilege);
    return others.isEmpty()
        ? ""
        : "GRANT " + String.join(", ", others) + grant.substring(grant.indexOf(" ON "));
  }

  final void account(List<String> grants) throws SQLException {
    execute("DROP USER IF EXISTS " + USER, "CREATE USER " + USER + " IDENTIFIED BY 'word'");
    execute(grants.toArray(String[]::new));
  }

  final String database() {
    return database;
  }

  final MariaDbSource source() throws IOException {
    return new MariaDbSource(
        Settings.mariaDb(
            server().host(), server().port(), database, "watcher", "word", folder, dumpCommand()),
        SearchPath.ofEnvironment());
  }

  final String write() throws IOException, InterruptedException {
    return SampleShop.text(new DumpWriter().write(source(), "a.sql.gz", bytes -> {}));
  }

  final void execute(String... script) throws SQLException {
    Sql.run(server().open(database), script);
  }
}

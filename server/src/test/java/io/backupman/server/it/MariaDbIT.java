package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.testing.MariaDbServer;
import io.backupman.server.it.Receiver.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MariaDB as the own database and as the data source. */
class MariaDbIT {
  @TempDir private Path path;

  private final MariaDbServer server = MariaDbServer.shared();

  @Test
  void aDumpRestoresIntoAnEmptyDatabaseAndItsReportArrivesAsTheDocumentSays() throws Exception {
    var shop = server.createDatabase();
    fill(shop);
    try (var receiver = new Receiver().up();
        var backupman = serve(shop, server.password(), receiver)) {
      var backup = backupman.backUp("Mysql 1");

      assertThat(backup.get("Status").asText()).as(backup.toString()).isEqualTo("finished");
      var file = Path.of(backup.at("/DriveFiles/0/Path").asText());
      assertThat(file.getFileName().toString()).matches("mysql-1-\\d{14}-[0-9a-f]{8}\\.sql\\.gz");
      await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
      assertDocumentsForm(receiver.received().getFirst(), backup.get("ReportId").asText());

      var empty = server.createDatabase();
      restore(file, empty);
      assertThat(checksums(empty)).isEqualTo(checksums(shop)).hasSizeGreaterThanOrEqualTo(4);
      assertThat(objects(empty)).isEqualTo(objects(shop)).hasSize(3);
    }
  }

  @Test
  void aWrongPasswordEndsAsFailedWithASentenceAndADeliveredReport() throws Exception {
    try (var receiver = new Receiver().up();
        var backupman = serve(server.createDatabase(), "wrong-password", receiver)) {
      var backup = backupman.backUp("Mysql 1");

      assertThat(backup.get("Status").asText()).isEqualTo("failed");
      assertThat(backup.get("Error").asText())
          .contains("password")
          .doesNotContain("wrong-password");
      await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
      assertThat(receiver.received().getFirst().body()).contains("\"Status\":\"failed\"");
      assertThat(new Folder(path).filesUnder("storage")).isEmpty();
      assertThat(new Folder(path).filesUnder("tmp")).isEmpty();
      assertThat(backupman.output()).doesNotContain("wrong-password");
    }
  }

  private BackupmanProcess serve(String database, String password, Receiver receiver) {
    new Folder(path)
        .configured(
            """
            database:
              {provider: mariadb, host: %1$s, port: %2$d, db_name: %3$s, user: %4$s, password: "%5$s"}
            data_sources:
              - provider: mysql
                label: Mysql 1
                host: %1$s
                port: %2$d
                db_name: %6$s
                user: %4$s
                password: "%7$s"
            drives: [{provider: local, label: Local, folder: ./storage}]
            notifiers:
              webhook:
                enabled: true
                endpoints:
                  - {name: My Webhook, url: '%8$s', token: xxx-token}
            """
                .formatted(
                    server.host(),
                    server.port(),
                    server.createDatabase(),
                    server.user(),
                    server.password(),
                    database,
                    password,
                    receiver.url("/webhook")));
    return BackupmanProcess.serve(path);
  }

  private static void assertDocumentsForm(Received received, String reportId) {
    var time = "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z\"";
    var id = "\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"";
    assertThat(received.body())
        .matches(
            ("\\{\"Event\":\"backup_report\",\"Payload\":\\{\"Id\":ID,\"Status\":\"finished\","
                    + "\"Label\":\"Mysql 1\",\"DumpPath\":null,\"CreatedAt\":TIME,"
                    + "\"UpdatedAt\":TIME,\"DriveFiles\":\\[\\{\"Id\":ID,\"BackupId\":ID,"
                    + "\"Provider\":\"local\",\"Label\":\"Local\",\"Path\":\"[^\"]+\","
                    + "\"Status\":\"finished\",\"CreatedAt\":TIME,\"UpdatedAt\":TIME\\}\\]\\}\\}")
                .replace(":ID", ":" + id)
                .replace("TIME", time));
    assertThat(received.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("x-webhook-token", "xxx-token")
        .containsEntry("webhook-id", reportId)
        .containsKey("webhook-timestamp");
    assertThat(received.headers().get("user-agent")).startsWith("Backupman/");
  }

  private void fill(String database) throws SQLException {
    try (var connection = server.open(database);
        var sql = connection.createStatement()) {
      for (var statement :
          List.of(
              "CREATE TABLE parents (id INT PRIMARY KEY, name VARCHAR(200) CHARACTER SET utf8mb4)",
              "CREATE TABLE children (id INT PRIMARY KEY AUTO_INCREMENT, parent INT,"
                  + " CONSTRAINT fk FOREIGN KEY (parent) REFERENCES parents (id))",
              "CREATE TABLE `odd``name` (id INT PRIMARY KEY, data LONGBLOB, at TIMESTAMP(6))",
              "CREATE TABLE log (line VARCHAR(200))",
              "CREATE TRIGGER t AFTER INSERT ON parents FOR EACH ROW"
                  + " INSERT INTO log VALUES (CONCAT('added ', NEW.id))",
              "CREATE VIEW v AS SELECT p.name, c.id FROM parents p JOIN children c ON"
                  + " c.parent = p.id",
              "CREATE PROCEDURE r() SELECT COUNT(*) FROM parents",
              "CREATE EVENT e ON SCHEDULE EVERY 1 YEAR DO DELETE FROM log",
              "INSERT INTO parents VALUES (1, 'Zoë 🚀 数据'), (2, 'O''Reilly \\\\ \"x\"')",
              "INSERT INTO children (parent) VALUES (1), (2), (2)",
              "INSERT INTO `odd``name` VALUES (1, UNHEX('00FF0A0D1A275C'), NOW(6)),"
                  + " (2, RANDOM_BYTES(1024), '2024-03-31 01:30:00.123456')")) {
        sql.execute(statement);
      }
    }
  }

  private Map<String, String> checksums(String database) throws SQLException {
    var sums = new TreeMap<String, String>();
    try (var connection = server.open(database);
        var sql = connection.createStatement()) {
      for (var table : names(connection, "SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")) {
        var quoted = "`" + table.replace("`", "``") + "`";
        try (var rows = sql.executeQuery("CHECKSUM TABLE " + quoted + " EXTENDED")) {
          rows.next();
          sums.put(table, rows.getString(2));
        }
      }
    }
    return sums;
  }

  private List<String> objects(String database) throws SQLException {
    try (var connection = server.open(database)) {
      var found = new ArrayList<String>();
      found.addAll(
          names(
              connection,
              "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()"));
      found.addAll(
          names(
              connection,
              "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()"));
      found.addAll(
          names(
              connection,
              "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()"));
      return found;
    }
  }

  private static List<String> names(Connection connection, String query) throws SQLException {
    var names = new ArrayList<String>();
    try (var sql = connection.createStatement();
        var rows = sql.executeQuery(query)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private void restore(Path file, String database) throws IOException, InterruptedException {
    var client =
        new ProcessBuilder(
                "mariadb",
                "--host=" + server.host(),
                "--port=" + server.port(),
                "--protocol=tcp",
                "--user=" + server.user(),
                "--password=" + server.password(),
                "--default-character-set=utf8mb4",
                database)
            .redirectErrorStream(true)
            .redirectOutput(path.resolve("restore.txt").toFile())
            .start();
    try (var in = new GZIPInputStream(Files.newInputStream(file));
        var out = client.getOutputStream()) {
      in.transferTo(out);
    }
    assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(client.exitValue()).as(() -> new Folder(path).read("restore.txt")).isZero();
  }
}

package io.backupman.core.source;

import io.backupman.core.testing.MariaDbServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** A database with all that is easily lost in a dump. */
public final class SampleShop {
  private static final String[] SCRIPT = {
    "CREATE TABLE customer (id INT PRIMARY KEY, name VARCHAR(100) NOT NULL,"
        + " seen TIMESTAMP(6) NOT NULL DEFAULT '2024-03-31 02:30:00.123456', born DATETIME)",
    "CREATE TABLE a_order (id INT PRIMARY KEY, customer_id INT NOT NULL, total DECIMAL(20,4),"
        + " CONSTRAINT of_customer FOREIGN KEY (customer_id) REFERENCES customer (id))",
    "CREATE TABLE `we``ird name` (`co``l` INT PRIMARY KEY, `select` JSON)",
    "CREATE TABLE picture (id INT PRIMARY KEY, bytes LONGBLOB, bits BIT(12))",
    "CREATE TABLE log (id INT PRIMARY KEY AUTO_INCREMENT, text LONGTEXT)",
    "CREATE TABLE empty_one (id INT PRIMARY KEY)",
    "CREATE VIEW big_order AS SELECT o.id, c.name FROM a_order o JOIN customer c"
        + " ON c.id = o.customer_id WHERE o.total > 10",
    "CREATE TRIGGER note AFTER INSERT ON customer FOR EACH ROW BEGIN"
        + " INSERT INTO log (text) VALUES (CONCAT('new; -- ', NEW.name)); END",
    "CREATE FUNCTION doubled(n INT) RETURNS INT DETERMINISTIC RETURN n * 2",
    "CREATE PROCEDURE purge_all() BEGIN DELETE FROM log; DELETE FROM picture; END",
    "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DISABLE DO CALL purge_all()",
    "INSERT INTO customer (id, name, born) VALUES (1, 'Zoë 👩‍🚀 ''quoted'' \\\\ \\n', '1999-12-31 23:59:59')",
    "INSERT INTO customer VALUES (2, '-- Dump completed', '2038-01-19 03:14:07', NULL)",
    "INSERT INTO a_order VALUES (1, 1, 12345678901234.5678), (2, 2, NULL)",
    "INSERT INTO `we``ird name` VALUES (1, '{\"a\": [1, null, \"ü\"]}')",
    "INSERT INTO picture VALUES (2, '', b'101'), (3, NULL, NULL)",
  };

  private SampleShop() {}

  public static void fill(MariaDbServer server, String database) throws SQLException {
    try (Connection connection = server.open(database);
        Statement statement = connection.createStatement();
        PreparedStatement picture =
            connection.prepareStatement("INSERT INTO picture VALUES (1, ?, b'111')")) {
      for (String sql : SCRIPT) {
        statement.execute(sql);
      }
      byte[] bytes = new byte[300_000];
      new Random(1).nextBytes(bytes);
      picture.setBytes(1, bytes);
      picture.execute();
    }
  }

  /** A dump that is compressed with gzip, as text. */
  public static String text(Dump dump) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(dump.file()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Every table with its checksum. */
  public static Map<String, Long> checksums(MariaDbServer server, String database)
      throws SQLException {
    Map<String, Long> checksums = new TreeMap<>();
    try (Connection connection = server.open(database);
        Statement tables = connection.createStatement();
        Statement checksum = connection.createStatement();
        ResultSet names = tables.executeQuery("SHOW FULL TABLES WHERE table_type = 'BASE TABLE'")) {
      while (names.next()) {
        String name = names.getString(1);
        String sql = "CHECKSUM TABLE `" + name.replace("`", "``") + "` EXTENDED";
        try (ResultSet row = checksum.executeQuery(sql)) {
          row.next();
          checksums.put(name, row.getLong(2));
        }
      }
    }
    return checksums;
  }

  /** Everything that is not a table, by its kind and name, with its text. */
  public static Map<String, String> programs(MariaDbServer server, String database)
      throws SQLException {
    Map<String, String> programs = new TreeMap<>();
    String sql =
        """
        SELECT 'view', table_name, REPLACE(view_definition, table_schema, '')
          FROM information_schema.views WHERE table_schema = '%1$s'
        UNION ALL SELECT 'trigger', trigger_name, action_statement
          FROM information_schema.triggers WHERE trigger_schema = '%1$s'
        UNION ALL SELECT routine_type, routine_name, routine_definition
          FROM information_schema.routines WHERE routine_schema = '%1$s'
        UNION ALL SELECT 'event', event_name, event_definition
          FROM information_schema.events WHERE event_schema = '%1$s'
        UNION ALL SELECT 'foreign key', constraint_name, referenced_table_name
          FROM information_schema.referential_constraints WHERE constraint_schema = '%1$s'
        """
            .formatted(database);
    try (Connection connection = server.open(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        programs.put(rows.getString(1) + " " + rows.getString(2), rows.getString(3));
      }
    }
    return programs;
  }
}

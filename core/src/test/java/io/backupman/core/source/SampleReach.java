package io.backupman.core.source;

import io.backupman.core.testing.MariaDbServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database that reaches into another one in every way that a dump writes down. */
public final class SampleReach {
  private SampleReach() {}

  /**
   * Fills it.
   *
   * @param other another database, which it reaches into; made here
   */
  public static void fill(MariaDbServer server, String database, String other, boolean isMySql)
      throws SQLException {
    var script = new ArrayList<>(script(database, other));
    if (!isMySql) {
      script.addAll(mariaDbs(other));
    }
    try (var connection = server.open(database);
        var statement = connection.createStatement()) {
      for (var sql : script) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> script(String database, String other) {
    return List.of(
        "CREATE DATABASE " + other,
        "CREATE TABLE " + other + ".o (i INT PRIMARY KEY)",
        "CREATE TABLE " + other + ".m2 (id INT) ENGINE=MyISAM",
        "CREATE FUNCTION " + other + ".q() RETURNS INT DETERMINISTIC RETURN 1",
        "ALTER DATABASE " + database + " CHARACTER SET latin1 COLLATE latin1_swedish_ci",
        "CREATE FUNCTION greet(n VARCHAR(50)) RETURNS VARCHAR(80) DETERMINISTIC"
            + " RETURN CONCAT('Grüße ', n)",
        "ALTER DATABASE " + database + " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
        "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(200), f INT,"
            + " CONSTRAINT fk FOREIGN KEY (f) REFERENCES "
            + other
            + ".o (i))",
        "CREATE TABLE " + database + " (id INT PRIMARY KEY)",
        "CREATE TABLE m1 (id INT) ENGINE=MyISAM",
        "CREATE TABLE merged (id INT) ENGINE=MERGE UNION=(m1, " + other + ".m2)",
        "INSERT INTO t VALUES (1, 'a''b\\\\c; USE elsewhere; --', NULL), (2, 'x', NULL)",
        "CREATE VIEW plain AS SELECT t.id, t.a FROM t JOIN " + database + " c ON c.id = t.id",
        "CREATE VIEW called AS SELECT " + database + ".greet(t.a) g, t.id FROM " + database + ".t",
        "CREATE VIEW same AS SELECT greet(t.a) g, " + database + ".id FROM t JOIN " + database,
        "CREATE VIEW far AS SELECT t.a, o.i FROM t, " + other + ".o o WHERE o.i = t.id",
        "CREATE VIEW far_call AS SELECT " + other + ".q() AS q FROM t",
        "CREATE TRIGGER %1$s.tr BEFORE INSERT ON %1$s.t FOR EACH ROW SET NEW.a = %1$s.greet(NEW.a)"
            .formatted(database),
        "CREATE TRIGGER far_tr AFTER DELETE ON t FOR EACH ROW DELETE FROM " + other + ".o",
        "CREATE PROCEDURE p() BEGIN DELETE FROM %1$s.t; SELECT 'x; -- y'; CALL %1$s.p(); END"
            .formatted(database),
        "CREATE PROCEDURE far_p() DELETE FROM " + other + ".o",
        "CREATE EVENT busy ON SCHEDULE EVERY 1 SECOND DO DELETE FROM " + database + ".m1");
  }

  private static List<String> mariaDbs(String other) {
    return List.of(
        "CREATE SEQUENCE sq",
        "CREATE SEQUENCE " + other + ".sq",
        "CREATE TABLE counted (id INT PRIMARY KEY DEFAULT NEXTVAL(sq),"
            + " n INT DEFAULT NEXTVAL("
            + other
            + ".sq))",
        "INSERT INTO counted VALUES (1, 2)",
        "CREATE TABLE v (id INT PRIMARY KEY, x VARCHAR(20)) WITH SYSTEM VERSIONING",
        "INSERT INTO v VALUES (1, 'a')",
        "UPDATE v SET x = 'b'");
  }
}

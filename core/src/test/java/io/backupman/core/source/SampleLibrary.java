package io.backupman.core.source;

import io.backupman.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A PostgreSQL database with all that is easily lost in a dump. */
public final class SampleLibrary {
  private static final String[] SCRIPT = {
    "CREATE SCHEMA \"we\"\"ird schema\"",
    "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy 👍')",
    "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
    "CREATE TABLE author (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL,"
        + " born date, seen timestamptz DEFAULT '2024-03-31 02:30:00.123456+00', feels mood)",
    "CREATE TABLE book (id positive PRIMARY KEY, author_id int REFERENCES author, price"
        + " numeric(20,4), tags text[], about jsonb, cover bytea, EXCLUDE (id WITH =))",
    "CREATE TABLE \"we\"\"ird schema\".\"ta`ble\" (\"co\"\"l\" int PRIMARY KEY, \"select\" xml)",
    "CREATE TABLE loan (day date NOT NULL, n bigserial) PARTITION BY RANGE (day)",
    "CREATE TABLE loan_old PARTITION OF loan FOR VALUES FROM (MINVALUE) TO ('2025-01-01')",
    "CREATE TABLE loan_new PARTITION OF loan DEFAULT",
    "CREATE TABLE log (text text)",
    "CREATE VIEW dear AS SELECT b.id, a.name FROM book b JOIN author a ON a.id = b.author_id"
        + " WHERE b.price > 10",
    "CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM author",
    "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
        + " $$BEGIN INSERT INTO log VALUES ('new; -- ' || NEW.name); RETURN NEW; END$$",
    "CREATE TRIGGER note AFTER INSERT ON author FOR EACH ROW EXECUTE FUNCTION note()",
    "CREATE INDEX book_tags ON book USING gin (tags)",
    "COMMENT ON TABLE book IS 'PostgreSQL database dump complete'",
    "INSERT INTO author (name, born, feels) VALUES ('Zoë 👩‍🚀 ''quoted'' \\ \\n', '0001-01-01', 'ok'),"
        + " (E'tab\\t, line\\nand \\\\.', 'infinity', 'happy 👍')",
    "INSERT INTO author (name) VALUES ('-- PostgreSQL database dump complete')",
    "INSERT INTO book VALUES (1, 1, 12345678901234.5678, '{\"a,b\",NULL}', '{\"ü\": [1, null]}'),"
        + " (2, 2, 'NaN', '{}', NULL)",
    "INSERT INTO \"we\"\"ird schema\".\"ta`ble\" VALUES (1, '<a>ü</a>')",
    "INSERT INTO loan VALUES ('2024-12-31'), ('2025-01-01')",
    "SELECT lo_from_bytea(4711, '\\x00ff')",
    "REFRESH MATERIALIZED VIEW counted",
  };

  private static final String TABLES =
      "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
          + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
          + " UNION ALL SELECT format('%I.%I', schemaname, matviewname) FROM pg_matviews"
          + " ORDER BY 1";

  private static final String OBJECTS =
      """
      SELECT 'view ' || viewname || definition FROM pg_views WHERE schemaname = 'public'
      UNION ALL SELECT 'function ' || proname || prosrc FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
      UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
      UNION ALL SELECT 'constraint ' || conname || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
      UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
      UNION ALL SELECT 'sequence ' || sequencename || coalesce(last_value, 0) FROM pg_sequences
      UNION ALL SELECT 'enum ' || enumlabel FROM pg_enum
      UNION ALL SELECT 'comment ' || description FROM pg_description WHERE classoid = 'pg_class'::regclass
        AND objoid = to_regclass('book')
      UNION ALL SELECT 'large object ' || loid || encode(data, 'hex') FROM pg_largeobject
      ORDER BY 1""";

  private SampleLibrary() {}

  public static void fill(PostgresServer server, String database) throws SQLException {
    try (Connection connection = server.open(database);
        Statement statement = connection.createStatement()) {
      for (String sql : SCRIPT) {
        statement.execute(sql);
      }
    }
    addPictures(server, database, 1);
  }

  /** Makes it larger: each picture has 300,000 bytes that cannot be compressed. */
  public static void addPictures(PostgresServer server, String database, int count)
      throws SQLException {
    try (Connection connection = server.open(database);
        PreparedStatement book =
            connection.prepareStatement(
                "INSERT INTO book (id, cover) SELECT max(id) + 1, ? FROM book")) {
      Random random = new Random(1);
      for (int i = 0; i < count; i++) {
        byte[] bytes = new byte[300_000];
        random.nextBytes(bytes);
        book.setBytes(1, bytes);
        book.execute();
      }
    }
  }

  /** Every table, and materialized view with a checksum of what is in it. */
  public static Map<String, String> checksums(PostgresServer server, String database)
      throws SQLException {
    Map<String, String> checksums = new TreeMap<>();
    try (Connection connection = server.open(database)) {
      for (String name : column(connection, TABLES)) {
        String sql =
            "SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM %s t"
                .formatted(name);
        checksums.put(name, column(connection, sql).getFirst());
      }
    }
    return checksums;
  }

  /** Everything else that there is, with its definition. */
  public static List<String> objects(PostgresServer server, String database) throws SQLException {
    try (Connection connection = server.open(database)) {
      return column(connection, OBJECTS);
    }
  }

  private static List<String> column(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}

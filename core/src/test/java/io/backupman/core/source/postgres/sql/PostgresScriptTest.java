package io.backupman.core.source.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements of a script are tried, whatever the pieces that it comes in. */
class PostgresScriptTest {
  private static final String LONG = "x".repeat(200_000);

  /** What a dump may hold that only looks as if it did something else. */
  private static final List<String> HARMLESS =
      List.of(
          "\n--\n-- PostgreSQL database dump\n--\n\n",
          "SET statement_timeout = 0;\n",
          "SET client_encoding = 'UTF8';\n",
          "SELECT pg_catalog.set_config('search_path', '', false);\n",
          """
          CREATE FUNCTION public.f() RETURNS void LANGUAGE plpgsql AS $_$
          /*
          \\copy t from 'x.csv'
          \\connect shop
          */ BEGIN
          GRANT ALL ON t TO x;
          DROP DATABASE shop; -- $$ $_ $1
          END $_$;
          """,
          """
          CREATE FUNCTION public.g() RETURNS integer LANGUAGE sql
              BEGIN ATOMIC
           SELECT CASE WHEN true THEN 1 ELSE 2 END;
           SELECT 2;
          END;
          """,
          "COMMENT ON TABLE public.t IS 'It''s \\ for\nALTER DATABASE shop;\n\\! touch x\n';\n",
          "COMMENT ON COLUMN public.t.a IS E'O\\'Neill\\\\\n\\! touch x\n';\n",
          "COMMENT ON CONSTRAINT c ON public.t IS 'x';\n",
          "COMMENT ON LARGE OBJECT 4711 IS 'x';\n",
          """
          /* /* \\! touch x */ GRANT ; */ CREATE TABLE public."we;ird ""\\! x" (
              a integer DEFAULT 'x'::text, -- it's
              materialized integer,
              b integer GENERATED ALWAYS AS (a + 1) STORED
          );
          """,
          "CREATE UNLOGGED TABLE public.u (a integer);\n",
          "CREATE TABLE public.execute (a integer);\n",
          "CREATE TABLE materialized.t (a integer);\n",
          "CREATE VIEW materialized.v AS\n SELECT 1;\n",
          "CREATE TABLE public.begin (a integer);\n",
          "CREATE FUNCTION public.\"begin\"() RETURNS void LANGUAGE sql AS $$$$;\n",
          "CREATE RULE r AS ON INSERT TO public.t DO ( SELECT 1; SELECT 2; );\n",
          "CREATE OR REPLACE VIEW public.v AS\n WITH x AS MATERIALIZED (SELECT 1) SELECT 2;\n",
          "CREATE MATERIALIZED VIEW public.m AS\n SELECT 1\n  WITH NO DATA;\n",
          "CREATE TRIGGER t AFTER INSERT ON public.t EXECUTE FUNCTION public.f();\n",
          "CREATE DEFAULT CONVERSION public.c FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;\n",
          "CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public;\n",
          "CREATE FOREIGN DATA WRAPPER w;\n",
          "CREATE SERVER s FOREIGN DATA WRAPPER w;\n",
          "ALTER TABLE ONLY public.t ADD CONSTRAINT c CHECK ((a > 0));\n",
          "COPY public.t (a, \"b;\") FROM stdin;\n1\tGRANT ALL\n\\\\connect elsewhere\n"
              + "'\nDROP DATABASE x;\n\\.x\n"
              + LONG
              + "\n\\.\n\n",
          "COPY public.\"we;ird\" FROM stdin;\n\\.\n",
          "INSERT INTO public.t VALUES (1, 'x;\n\\! y', NULL, B'101', -1e+20), (DEFAULT, '"
              + LONG
              + "');\n",
          "INSERT INTO public.t (a, \"b\") OVERRIDING SYSTEM VALUE VALUES (1, 2) ON CONFLICT DO NOTHING;\n",
          "INSERT INTO public.t DEFAULT VALUES;\n",
          "SELECT pg_catalog.setval('public.s', 1, true);\n",
          "SELECT pg_catalog.lo_create('4711');\n",
          """
          BEGIN;

          SELECT pg_catalog.lo_open('4711', 131072);
          SELECT pg_catalog.lowrite(0, '\\x00ff');
          SELECT pg_catalog.lo_close(0);

          COMMIT;
          """,
          """
          SELECT * FROM pg_catalog.pg_restore_attribute_stats(
          \t'version', '180000'::integer,
          \t'histogram_bounds', '{1,2}'::pg_catalog.text[], 'null_frac', '0'::real
          );
          """,
          "ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;\n",
          "CREATE POLICY p ON public.t USING (true);\n",
          "-- PostgreSQL database dump complete\n");

  /** What is left out, as it would act outside of the database, or needs its roles. */
  private static final List<String> LEFT_OUT =
      List.of(
          "ALTER TABLE public.t OWNER TO \"we;ird owner\";\n",
          "ALTER TABLE public.rename OWNER TO x;\n",
          "ALTER LARGE OBJECT 4711 OWNER TO x;\n",
          "SET SESSION AUTHORIZATION 'x';\n",
          "RESET SESSION AUTHORIZATION;\n",
          "SET default_tablespace = fast;\n",
          "GRANT ALL ON TABLE public.t\n TO reader;\n",
          "REVOKE ALL ON SCHEMA public FROM PUBLIC;\n",
          "ALTER DEFAULT PRIVILEGES FOR ROLE x GRANT SELECT ON TABLES TO y;\n",
          "COMMENT ON EXTENSION hstore IS 'x';\n",
          "COMMENT ON DATABASE shop IS 'x';\n",
          "CREATE PUBLICATION p FOR ALL TABLES WITH (publish = 'insert');\n",
          "ALTER PUBLICATION p ADD TABLE ONLY public.t;\n",
          "CREATE SUBSCRIPTION s CONNECTION 'host=production' PUBLICATION p;\n",
          "ALTER SUBSCRIPTION s ENABLE;\n",
          "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION public.f();\n",
          "ALTER EVENT TRIGGER e DISABLE;\n",
          "CREATE USER MAPPING FOR x SERVER s OPTIONS (password 'y');\n",
          "\\restrict 8gXabc\n",
          "\\unrestrict 8gXabc\n",
          "CREATE FOREIGN TABLE public.far (a integer) SERVER s;\n",
          "COPY public.far (a) FROM stdin;\n1\n\\.\n",
          "INSERT INTO public.far VALUES (1);\n",
          "REFRESH MATERIALIZED VIEW public.\"m\";\n");

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 2048, 1_000_000})
  void whatOnlyLooksHarmfulIsPassedOnAsItIs(int piece) throws IOException {
    var script = String.join("", HARMLESS);

    assertThat(passed(script, piece).text()).isEqualTo(script);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100_000})
  void whatActsElsewhereIsLeftOut(int piece) throws IOException {
    var script = String.join("CREATE TABLE public.a (a integer);\n", LEFT_OUT);

    var passed = passed(script, piece);

    assertThat(
            passed
                .text()
                .replace("CREATE TABLE public.a (a integer);", "")
                .replace("CREATE FOREIGN TABLE public.far (a integer) SERVER s;", ""))
        .isBlank();
    assertThat(passed.script().views()).containsExactly("public.\"m\"");
    assertThat(passed.script().leftOut())
        .isEqualTo(
            Map.of(
                "EVENT TRIGGER", 1,
                "PUBLICATION", 1,
                "SUBSCRIPTION", 1,
                "USER MAPPING", 1,
                "rows of a foreign table", 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\connect shop",
        "\\! touch x",
        "SELECT 1 \\! touch x",
        "CREATE VIEW public.v AS SELECT 1 \\gexec",
        "-- a comment\n  \\copy t from 'x.csv'",
        "/* x */ \\i x",
        "DROP DATABASE shop;",
        "create database shop;",
        "ALTER\n/* x */ DATABASE shop SET a = 1;",
        "ALTER SYSTEM SET a = 1;",
        "ALTER ROLE x SUPERUSER;",
        "ALTER ROLE x IN DATABASE shop SET a = 1;",
        "CREATE ROLE x;",
        "CREATE USER x;",
        "DROP OWNED BY x;",
        "CREATE TABLESPACE x LOCATION '/x';",
        "COPY t TO PROGRAM 'touch x';",
        "COPY t FROM PROGRAM 'touch x';",
        "COPY t FROM '/etc/passwd';",
        "COPY (SELECT 1) TO STDOUT;",
        "COPY t FROM stdin; DROP TABLE x;",
        "DO $$ BEGIN PERFORM 1; END $$;",
        "CALL p();",
        "SELECT dblink_exec('dbname=shop', 'DROP TABLE t');",
        "SELECT pg_catalog.setval('s', dblink('x'));",
        "SELECT pg_catalog.pg_terminate_backend(1);",
        "SELECT pg_catalog.lo_export(1, '/x');",
        "SELECT pg_catalog.set_config('role', 'x', false);",
        "SELECT 1;",
        "WITH x AS (DELETE FROM t) SELECT 1;",
        "INSERT INTO public.t SELECT f();",
        "INSERT INTO public.t VALUES (1, f());",
        "INSERT INTO public.t VALUES (1, (SELECT 1));",
        "INSERT INTO public.t VALUES (1) RETURNING a;",
        "UPDATE public.t SET a = 1;",
        "CREATE TABLE public.x AS SELECT f();",
        "CREATE MATERIALIZED VIEW public.x AS SELECT f();",
        "IMPORT FOREIGN SCHEMA x FROM SERVER y INTO z;",
        "SET role = 'x';",
        "SET client_encoding = 'SJIS';",
        "SET client_encoding = 'Shift_JIS';",
        "SET client_encoding = 'WIN932';",
        "SET client_encoding = 'win949';",
        "SET client_encoding = E'\\x53JIS';",
        "SET client_encoding = U&'\\0053JIS';",
        "SET client_encoding = $$SJIS$$;",
        "SET client_encoding = 'UTF8', 'SJIS';",
        "CREATE FUNCTION public.begin() RETURNS void LANGUAGE sql AS 'SELECT 1'; ALTER ROLE x SUPERUSER;",
        "CREATE OR REPLACE PROCEDURE begin.f() LANGUAGE sql AS 'SELECT 1'; ALTER ROLE x SUPERUSER;",
        "CREATE FUNCTION f() BEGIN ATOMIC SELECT t.begin FROM t; END; ALTER ROLE x SUPERUSER;",
        "CREATE FUNCTION f() BEGIN ATOMIC SELECT t.begin atomic FROM t; END; ALTER ROLE x SUPERUSER;",
        "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1 case; END; ALTER ROLE x SUPERUSER;",
        "INSERT INTO t VALUES ('a\0b');",
        "-- \0",
        "COPY t FROM stdin; \0\n\\.",
        "COPY t FROM stdin;\na\0\n\\.",
        "SET standard_conforming_strings = off;\nINSERT INTO t VALUES (B'\\'); DROP ROLE x; --');",
        "SET standard_conforming_strings = off;\nINSERT INTO t VALUES (x'\\'); DROP ROLE x; --');",
        "SET standard_conforming_strings = off;\nCREATE VIEW v AS SELECT U&'a';",
        "SET a.b = 1;",
        "VACUUM;",
        "CREATE VIEW public.v AS SELECT E'a' 'b';",
        "CREATE VIEW public.v AS SELECT 'a",
        "CREATE VIEW public.v AS SELECT $a$ $b$",
      })
  void whatMayDoMoreThanFillADatabaseIsRefusedBeforeItIsPassedOn(String statement)
      throws IOException {
    var out = new ByteArrayOutputStream();
    var script = new PostgresScript(out);
    script.write("CREATE TABLE public.a (a integer);\n".getBytes(StandardCharsets.UTF_8));

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(
            () -> {
              script.write((statement + "\nDROP TABLE t;\n").getBytes(StandardCharsets.UTF_8));
              script.close();
            })
        .withMessageContaining("not restored");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .doesNotContain("touch", "shop", "dblink", "PROGRAM", "f()", "TABLE x;");
  }

  @Test
  void aBackslashIsAnEscapeWhereTheScriptSaysSo() throws IOException {
    var script = "SET standard_conforming_strings = off;\nCOMMENT ON TABLE t IS 'a\\'; \\! b';\n";

    assertThat(passed(script, 9).text()).isEqualTo(script);
  }

  @Test
  void whatIsRefusedIsNamedWithoutItsData() {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> passed("ALTER ROLE bob PASSWORD 'hidden';", 9))
        .withMessageContaining("(\"alter role\")")
        .withMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bob hidden | (\"…\")",
        "\\N hidden | for psql itself, so",
        "\\\\hidden | for psql itself, so",
        "\\thidden | for psql itself, so",
        "\\connect hidden | (\"\\connect\")",
        "\\!hidden | (\"\\!\")",
        "SET \"hidden\"; | (\"set …\")",
        "SELECT hidden4711; | (\"select …\")",
      })
  void ofADamagedScriptOnlyKeyWordsAreShown(String script, String shown) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> passed(script + "\n", 9))
        .withMessageContaining(shown)
        .withMessageNotContaining("hidden");
  }

  @Test
  void aFunctionWhoseNamePsqlTakesForABlockIsNamed() {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> passed("CREATE FUNCTION public.begin() RETURNS void;\n", 9))
        .withMessageContaining("public.begin ");
  }

  @Test
  void nothingIsMadeOfNothing() throws IOException {
    assertThat(passed("", 9).text()).isEmpty();
  }

  private record Passed(PostgresScript script, String text) {}

  private static Passed passed(String script, int piece) throws IOException {
    var out = new ByteArrayOutputStream();
    var passing = new PostgresScript(out);
    var bytes = script.getBytes(StandardCharsets.UTF_8);
    for (var from = 0; from < bytes.length; from += piece) {
      passing.write(bytes, from, Math.min(piece, bytes.length - from));
    }
    passing.close();
    return new Passed(passing, out.toString(StandardCharsets.UTF_8));
  }
}

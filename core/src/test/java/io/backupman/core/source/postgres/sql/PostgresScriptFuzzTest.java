package io.backupman.core.source.postgres.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.backupman.core.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a script holds, what is passed on of it is the same for all pieces that it comes in, and
 * so plain that all of it is passed on again.
 */
@Timeout(60)
class PostgresScriptFuzzTest {

  /**
   * What came of a script.
   *
   * @param text what was passed on; a character for each byte
   * @param refusal why the script was refused; empty if it was not
   */
  private record Result(String text, PostgresScript script, String refusal) {
    static Result of(byte[] bytes, int piece) throws IOException {
      var out = new ByteArrayOutputStream();
      var script = new PostgresScript(out);
      var refusal = "";
      try {
        for (int from = 0; from < bytes.length; from += piece) {
          script.write(bytes, from, Math.min(piece, bytes.length - from));
        }
        script.close();
      } catch (SourceException e) {
        refusal = String.valueOf(e.getMessage());
      }
      return new Result(out.toString(ISO_8859_1), script, refusal);
    }

    boolean isRefused() {
      return !refusal.isEmpty();
    }
  }

  static Stream<byte[]> examples() {
    return Stream.of(
            """
            SET standard_conforming_strings = on;
            CREATE FUNCTION public.f() RETURNS void LANGUAGE plpgsql AS $_$ BEGIN
            DROP DATABASE shop; -- $$ $_ $1
            END $_$;
            CREATE FUNCTION public.g() RETURNS integer BEGIN ATOMIC
             SELECT CASE WHEN true THEN 1 ELSE 2 END;
            END;
            """,
            """
            COMMENT ON COLUMN public.t.a IS E'O\\'Neill\\\\
            \\! touch x
            ';
            /* /* \\! touch x */ GRANT ; */ CREATE TABLE public."we;ird ""\\! x" (a integer);
            COPY public.t (a, "b;") FROM stdin;
            1\tGRANT ALL
            \\\\connect elsewhere
            \\.

            """,
            "INSERT INTO public.t VALUES (1, 'x;\n\\! y', NULL, B'101', -1e+20);\n",
            "SELECT pg_catalog.setval('public.s', 1, true);\nREFRESH MATERIALIZED VIEW public.m;\n",
            "SET standard_conforming_strings = off;\nCREATE VIEW v AS SELECT U&'a';",
            "CREATE FOREIGN TABLE far (a integer) SERVER s;\nCOPY far FROM stdin;\n1\n\\.\n",
            "\\restrict abc\nALTER TABLE t OWNER TO \"x;\";\n\\unrestrict abc\n")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("examples")
  @FuzzTest
  void whatIsPassedOnIsPlain(byte[] script) throws IOException {
    var result = Result.of(script, 64 * 1024);
    for (int piece : new int[] {1, 33}) {
      var other = Result.of(script, piece);
      assertThat(other.isRefused()).isEqualTo(result.isRefused());
      if (result.isRefused()) {
        continue; // How much was passed on before depends on the pieces.
      }
      assertThat(other.text()).isEqualTo(result.text());
      assertThat(other.script().views()).isEqualTo(result.script().views());
      assertThat(other.script().leftOut()).isEqualTo(result.script().leftOut());
    }
    if (!result.isRefused()) {
      var again = Result.of(result.text().getBytes(ISO_8859_1), 1024);
      assertThat(again.isRefused()).as(again.refusal()).isFalse();
      assertThat(again.text()).isEqualTo(result.text());
      assertThat(again.script().views()).isEmpty();
      assertThat(again.script().leftOut()).isEmpty();
    }
  }
}

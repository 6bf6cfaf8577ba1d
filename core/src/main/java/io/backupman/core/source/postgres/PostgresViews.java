package io.backupman.core.source.postgres;

import io.backupman.core.source.program.CancellableConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills materialized views of a scratch database, as a restore does, but for those whose query
 * could reach beyond it: by a foreign table, or by a function that may do more than read.
 */
final class PostgresViews {
  /** As {@code pg_dump} sets it, so that a query which relies on another one fails here too. */
  private static final String SEARCH_PATH =
      "SELECT pg_catalog.set_config('search_path', '', false)";

  /**
   * What a view uses stands in its parsed query, built-in functions too, which {@code pg_depend}
   * does not have. Functions that are not built in count as harmless if they may not write, and if
   * those in SQL and PL/pgSQL find no way to other servers.
   */
  private static final String REACHES_OUT =
      """
      WITH RECURSIVE used(relation) AS (
        SELECT 'VIEW'::pg_catalog.regclass::pg_catalog.oid
        UNION
        SELECT m[1]::pg_catalog.oid FROM used
          JOIN pg_catalog.pg_rewrite r ON r.ev_class = used.relation,
          pg_catalog.regexp_matches(r.ev_action::pg_catalog.text, ':relid (\\d+)', 'g') m),
      query(words) AS (
        SELECT r.ev_action::pg_catalog.text FROM used
          JOIN pg_catalog.pg_rewrite r ON r.ev_class = used.relation),
      named(function) AS (
        SELECT m[1]::pg_catalog.oid FROM query,
          pg_catalog.regexp_matches(words, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\\d+)', 'g') m
        UNION
        SELECT o.oprcode::pg_catalog.oid FROM query,
          pg_catalog.regexp_matches(words, ':opno (\\d+)', 'g') m
          JOIN pg_catalog.pg_operator o ON o.oid = m[1]::pg_catalog.oid),
      called(function) AS (
        SELECT function FROM named
        UNION
        SELECT part FROM named JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = function,
          pg_catalog.unnest(ARRAY[a.aggtransfn::pg_catalog.oid, a.aggfinalfn::pg_catalog.oid]) part),
      way(out) AS (
        SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_foreign_server)
          OR EXISTS (SELECT 1 FROM pg_catalog.pg_proc p
            JOIN pg_catalog.pg_language l ON l.oid = p.prolang
            WHERE p.oid >= 16384 AND p.provolatile = 'v' AND NOT l.lanpltrusted
              AND l.lanname NOT IN ('internal', 'sql')))
      SELECT
        (SELECT pg_catalog.count(*) FROM used
          JOIN pg_catalog.pg_class c ON c.oid = relation WHERE c.relkind = 'f')
        + (SELECT pg_catalog.count(*) FROM called
          JOIN pg_catalog.pg_proc p ON p.oid = function
          JOIN pg_catalog.pg_language l ON l.oid = p.prolang, way
          WHERE CASE WHEN p.oid < 16384
            THEN p.provolatile = 'v' AND p.proname NOT IN ('random', 'random_normal',
              'clock_timestamp', 'timeofday', 'gen_random_uuid', 'uuidv4', 'uuidv7')
            ELSE p.provolatile = 'v' OR l.lanname NOT IN ('internal', 'c', 'sql', 'plpgsql')
              OR way.out AND l.lanname IN ('sql', 'plpgsql') END)""";

  private PostgresViews() {}

  /**
   * Fills them.
   *
   * @param views their names as SQL, in the order in which they are filled
   * @return those that were not filled
   */
  static List<String> fill(
      CancellableConnection session, List<String> views, PostgresRestoreErrors errors)
      throws SQLException, InterruptedException {
    var others = new ArrayList<String>();
    session.run(SEARCH_PATH);
    for (var view : views) {
      if (session.number(REACHES_OUT.replace("VIEW", view.replace("'", "''"))) > 0) {
        others.add(view);
      } else {
        fill(session, view, errors);
      }
    }
    return others;
  }

  private static void fill(CancellableConnection session, String view, PostgresRestoreErrors errors)
      throws InterruptedException {
    try {
      session.run("REFRESH MATERIALIZED VIEW " + view);
    } catch (SQLException e) {
      throw errors.ofView(view, e);
    }
  }
}

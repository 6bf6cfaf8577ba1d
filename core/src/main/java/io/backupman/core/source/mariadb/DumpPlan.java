package io.backupman.core.source.mariadb;

import java.util.ArrayList;
import java.util.List;

/**
 * How a MariaDB or MySQL database is dumped.
 *
 * @param client by which program
 * @param history whether the history of system-versioned tables is dumped too
 * @param warnings what the dump will lack, a sentence each
 */
record DumpPlan(DumpClient client, boolean history, List<String> warnings) {
  private static final int MOST_NAMED = 5;

  /** For a server that answered nothing. */
  static DumpPlan blind(DumpClient client, String user) {
    return new DumpPlan(
        client,
        false,
        List.of(
            "The server could not be asked what the user '%s' may see, so it is not known whether the dump holds all of the database; the data source's health says why."
                .formatted(user)));
  }

  static DumpPlan of(DumpClient client, DatabaseFacts facts) {
    boolean keepsHistory =
        client.keepsHistory() && facts.version().isMariaDb(10, 11) && facts.precise().isEmpty();
    var warnings = new ArrayList<String>();
    if (!facts.versioned().isEmpty() && !keepsHistory) {
      warnings.add(noHistory(facts));
    }
    if (!facts.momentless().isEmpty()) {
      warnings.add(
          "These tables have engines without transactions, so the dump may hold them as they were at different moments: %s."
              .formatted(named(facts.momentless())));
    }
    if (!facts.elsewhere().isEmpty()) {
      warnings.add(
          "The rows of these tables lie elsewhere and are not in the dump: %s."
              .formatted(named(facts.elsewhere())));
    }
    return new DumpPlan(client, keepsHistory && !facts.versioned().isEmpty(), warnings);
  }

  private static String noHistory(DatabaseFacts facts) {
    return facts.precise().isEmpty()
        ? "The history of system-versioned tables is not in the dump, for which both the server and mariadb-dump have to be 10.11 or newer: %s."
            .formatted(named(facts.versioned()))
        : "The history of system-versioned tables is not in the dump (%s), because mariadb-dump cannot dump that of tables that keep it by transactions: %s."
            .formatted(named(facts.versioned()), named(facts.precise()));
  }

  private static String named(List<String> tables) {
    int others = tables.size() - MOST_NAMED;
    var first = String.join(", ", tables.subList(0, Math.min(MOST_NAMED, tables.size())));
    return others > 0 ? "%s and %s more".formatted(first, others) : first;
  }
}

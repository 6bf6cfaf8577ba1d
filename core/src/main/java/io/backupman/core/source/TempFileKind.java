package io.backupman.core.source;

/**
 * The files beside a dump that data sources need for a while. A data source has one of each kind at
 * most, as it is not dumped twice at once; so what a killed process left behind is known by name.
 */
public enum TempFileKind {
  MARIADB_OPTIONS("cnf"),
  POSTGRES_PASSWORDS("pgpass"),
  SQLITE_COPY("copy"),
  SQLITE_COPY_JOURNAL("copy-journal"),
  SQLITE_COPY_WAL("copy-wal"),
  SQLITE_COPY_SHM("copy-shm"),
  SQLITE_RESTORED("restored");

  private final String ending;

  TempFileKind(String ending) {
    this.ending = ending;
  }

  /** The name of the file that the data source of this label has. */
  public String nameFor(String label) {
    var unique = Integer.toHexString(label.hashCode());
    return "." + DumpName.slug(label) + "-" + unique + "." + ending;
  }
}

package io.backupman.core.source;

import io.backupman.core.process.SearchPath;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** A database server, as the tests of its dumps need it that are the same for all of them. */
public interface DumpedServer {

  /** A data source that is one of its databases, dumped as it is by an account that may do all. */
  ServerSettings settings(String database, Path tmpFolder);

  /** The data source of these settings, whose programs are found on a path. */
  DataSource source(ServerSettings settings, SearchPath path);

  /** The data source of these settings, with the programs of this machine. */
  default DataSource source(ServerSettings settings) {
    return source(settings, SearchPath.ofEnvironment());
  }

  /** What its dump program is called. */
  String dumpProgram();

  /** The processes that dump now. */
  default Stream<ProcessHandle> dumps() {
    return Processes.of(dumpProgram());
  }

  /** What a script in place of the dump program does to print the password that it was given. */
  String printsPassword();

  /** Makes a fresh, empty database and returns its name. */
  String createDatabase();

  /** The names of all databases. */
  List<String> databases() throws SQLException;

  /** A new connection to a database. */
  Connection open(String database) throws SQLException;

  /** Runs statements in a database. */
  default void execute(String database, String... statements) throws SQLException {
    Sql.run(open(database), statements);
  }

  /** Fills a database with all that is easily lost in a dump. */
  void fill(String database) throws SQLException;

  /** Makes it so large that what is on its way while a dump is written is the smaller part. */
  void enlarge(String database) throws SQLException;

  /** All that {@link #fill} made, to be compared. */
  List<String> contents(String database) throws SQLException;

  /** Restores a dump that is not compressed into an empty database, by the server's own program. */
  void restore(Dump dump, String database) throws IOException, InterruptedException;

  /** Makes who may dump an empty database. */
  void createUser(String database, String user, String password) throws SQLException;

  /** Makes who may sign in, but not dump a database that has tables. */
  void createPoorUser(String database, String user, String password) throws SQLException;

  /** What keeps everybody else from reading a table until the connection is closed. */
  String lock(String table);

  /** Whether the dump of a database waits for such a lock. */
  boolean isWaiting(String database) throws SQLException;

  /** Ends the connection that dumps a database. */
  void endConnection(String database) throws SQLException;
}

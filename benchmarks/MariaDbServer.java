import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A MariaDB server with data of its own. */
record MariaDbServer(Path folder, Process process, int port) implements AutoCloseable {

  /**
   * Starts a server.
   *
   * @param folder where its data is; data that is there is used again
   * @param more further options
   */
  static MariaDbServer start(Path folder, String... more) throws Exception {
    return startOn(Programs.freePort(), folder, more);
  }

  /** The same on a port that clients know already. */
  static MariaDbServer startOn(int port, Path folder, String... more) throws Exception {
    var data = folder.resolve("data");
    if (!Files.isDirectory(data)) {
      Files.createDirectories(folder);
      Programs.output(
          "mariadb-install-db",
          "--no-defaults",
          "--user=" + System.getProperty("user.name"),
          "--datadir=" + data,
          "--auth-root-authentication-method=normal",
          "--skip-test-db");
    }
    var command =
        new ArrayList<>(
            List.of(
                "mariadbd",
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("socket"),
                "--skip-log-bin"));
    command.addAll(List.of(more));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile())
            .start();
    var server = new MariaDbServer(folder, process, port);
    server.awaitAnswer();
    return server;
  }

  private void awaitAnswer() throws Exception {
    while (process.isAlive()) {
      try {
        sql("SELECT 1");
        return;
      } catch (IllegalStateException e) {
        Thread.sleep(200);
      }
    }
    throw new IllegalStateException(Files.readString(folder.resolve("log.txt")));
  }

  /** The command of the client, as the administrator. */
  List<String> client(String... more) {
    var command = new ArrayList<>(List.of("mariadb", "--no-defaults", "--local-infile"));
    command.addAll(List.of("-S" + folder.resolve("socket"), "-uroot"));
    command.addAll(List.of(more));
    return command;
  }

  /** Carries statements out; gives the rows, with tabs between their columns. */
  String sql(String statements) {
    return Programs.output(client("-NB", "-e", statements).toArray(String[]::new));
  }

  /** The processors' time that the server has taken. */
  double cpuSeconds() throws Exception {
    return Programs.cpuSeconds(process);
  }

  /** As a crash. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    process.waitFor();
  }
}

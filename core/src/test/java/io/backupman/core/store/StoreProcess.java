package io.backupman.core.store;

import io.backupman.core.store.engine.DatabaseSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A process of its own that works on an embedded database, and prints what it has committed. */
final class StoreProcess {
  private StoreProcess() {}

  /**
   * Takes the database's path and what to do: to write {@code once} and stay until its input ends,
   * or to write {@code on}.
   */
  public static void main(String[] args) throws IOException {
    var database = Database.open(new DatabaseSettings.Embedded(Path.of(args[0])));
    print("open");
    switch (args[1]) {
      case "once" -> {
        write(database);
        System.in.transferTo(OutputStream.nullOutputStream());
        database.close();
      }
      case "on" -> {
        while (true) {
          write(database);
        }
      }
      default -> throw new IllegalArgumentException(args[1]);
    }
  }

  private static void write(Database database) {
    var label = "process " + ProcessHandle.current().pid();
    print(Samples.finished(database, label, StoreContract.NOW, "mail").id().toString());
  }

  @SuppressWarnings("SystemOut")
  private static void print(String line) {
    System.out.println(line);
    System.out.flush();
  }
}

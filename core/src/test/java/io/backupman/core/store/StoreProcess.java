package io.backupman.core.store;

import io.backupman.core.store.engine.DatabaseSettings;
import java.nio.file.Path;

/** A process of its own that works on an embedded database, and prints what it has committed. */
final class StoreProcess {
  private StoreProcess() {}

  /** Takes the database's path and what to do: {@code once}, {@code on} or {@code last}. */
  public static void main(String[] args) throws InterruptedException {
    var database = Database.open(new DatabaseSettings.Embedded(Path.of(args[0])));
    print("open");
    switch (args[1]) {
      case "once" -> {
        write(database);
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

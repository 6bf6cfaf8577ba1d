package io.backupman.core.store;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

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
      case "last" -> writeLast(database);
      default -> throw new IllegalArgumentException(args[1]);
    }
  }

  /** Works on for a while when the process is asked to stop, as the server does. */
  private static void writeLast(Database database) throws InterruptedException {
    fillPool(database);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  for (var i = 0; i < 200; i++) {
                    write(database);
                  }
                  print("done");
                  Runtime.getRuntime().halt(0);
                }));
    write(database);
    new CountDownLatch(1).await();
  }

  private static void fillPool(Database database) {
    try (var threads = Executors.newFixedThreadPool(H2.POOL_SIZE)) {
      for (var i = 0; i < 50 * H2.POOL_SIZE; i++) {
        threads.execute(() -> database.nodes().nodes());
      }
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

package io.backupman.server.app;

import io.backupman.core.process.ChildProcess;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file in which the JVM keeps what it has learnt of the program's classes, so that it starts in
 * about half the time. It fits one JVM and one build: another takes no notice of it. Java 25 and
 * newer make an ahead-of-time cache (JEP 514), older ones an archive of classes (JEP 350).
 *
 * @param file where it is, or is to be
 */
public record StartupCache(Path file) {
  private static final System.Logger LOG = System.getLogger(StartupCache.class.getName());

  /** Set by the launcher. */
  private static final String PROPERTY = "backupman.startup-cache";

  private static final int AHEAD_OF_TIME_SINCE = 25;

  /** The one that the launcher looks for; empty where the program was started in another way. */
  public static Optional<StartupCache> own() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).map(StartupCache::new);
  }

  /**
   * Makes it while the program goes on, if it is missing. The process that does it is the last to
   * get a processor, and ends with the program.
   */
  public void makeInBackground() {
    if (!Files.exists(file)) {
      var maker = Thread.ofPlatform().daemon().name("startup-cache").start(this::tryToMake);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(maker)));
    }
  }

  private static void end(Thread maker) {
    maker.interrupt();
    try {
      maker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tryToMake() {
    try {
      make();
      LOG.log(Level.DEBUG, "The next start is faster by {0}.", file);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Each start will take its time: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "The program ends before its start-up cache is made.", e);
    }
  }

  /**
   * Makes it anew by running the program through a backup, on a database of its own. Does nothing
   * while another process does so.
   *
   * @throws IOException if the file cannot be written, or the program does not run
   */
  public void make() throws IOException, InterruptedException {
    var turn = file.resolveSibling(file.getFileName() + ".turn");
    try (var channel = FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock != null) {
        var scratch = file.resolveSibling(file.getFileName() + ".scratch");
        try {
          Files.createDirectories(scratch);
          run(scratch);
          Files.move(scratch.resolve("made"), file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
          ProgramFolder.delete(scratch);
          Files.deleteIfExists(turn);
        }
      }
    }
  }

  private static void run(Path scratch) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    if (Files.isExecutable(Path.of("/usr/bin/nice"))) {
      command.addAll(List.of("/usr/bin/nice", "-n", "19"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-Xlog:disable"));
    command.add(recordingTo(scratch.resolve("made")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.backupman.server.Main", "training", scratch.toString()));
    try (var training = ChildProcess.startMute(command, environment -> {})) {
      var exitCode = training.exitCode();
      if (exitCode != 0 || Files.notExists(scratch.resolve("made"))) {
        throw new IOException(
            "the start-up cache could not be made (exit code %s). %s"
                .formatted(exitCode, String.join(" ", training.lastErrors())));
      }
    }
  }

  private static String recordingTo(Path made) {
    return Runtime.version().feature() >= AHEAD_OF_TIME_SINCE
        ? "-XX:AOTCacheOutput=" + made
        : "-XX:ArchiveClassesAtExit=" + made;
  }
}

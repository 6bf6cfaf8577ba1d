package io.backupman.server.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The start-up cache of the programs that tests start, as the launcher has one: it saves each of
 * them half of its start. The first test JVM makes it; whoever starts a program meanwhile does
 * without.
 */
final class SharedStartupCache {
  private static final int AHEAD_OF_TIME_SINCE = 25;
  private static final Path FOLDER = Path.of("target", "startup-cache").toAbsolutePath();
  private static final Path CACHE = FOLDER.resolve("program.cache");

  private SharedStartupCache() {}

  /** The options with which a JVM uses it; none while it is not there. */
  static List<String> options(List<String> jvm, String classPath) {
    if (Runtime.version().feature() < AHEAD_OF_TIME_SINCE) {
      return List.of();
    }
    try {
      if (!isMade()) {
        make(jvm, classPath);
      }
      return isMade() ? List.of("-XX:AOTCache=" + CACHE, "-Xlog:aot*=off") : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isMade() throws IOException {
    var program = BackupmanProcess.LIB.resolve("backupman-server.jar");
    return Files.exists(CACHE)
        && Files.getLastModifiedTime(CACHE).compareTo(Files.getLastModifiedTime(program)) > 0;
  }

  private static void make(List<String> jvm, String classPath)
      throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    var turn = FOLDER.resolve("turn");
    try (var channel = FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock()) {
      if (lock != null && !isMade()) {
        var scratch = Files.createTempDirectory(FOLDER, "training");
        train(jvm, classPath, scratch);
        Files.move(scratch.resolve("made"), CACHE, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void train(List<String> jvm, String classPath, Path scratch)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(BackupmanProcess.JAVA));
    command.addAll(jvm);
    command.add("-XX:AOTCacheOutput=" + scratch.resolve("made"));
    command.add("-Xlog:disable");
    command.addAll(List.of("-cp", classPath, "io.backupman.server.Main"));
    command.addAll(List.of("training", scratch.toString()));
    var output = scratch.resolve("output.txt").toFile();
    var training =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    if (!training.waitFor(2, TimeUnit.MINUTES) || training.exitValue() != 0) {
      training.destroyForcibly();
      throw new IOException("The start-up cache is not made: " + Files.readString(output.toPath()));
    }
  }
}

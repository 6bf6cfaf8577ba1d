package io.backupman.server.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The folder that the program was started from: {@code lib} with its JARs, {@code channels} with
 * those of the channels that it brings as plugins.
 *
 * <p>The launcher of a source tree makes one folder for each build, side by side, and says in the
 * file {@code current} which is the newest. Each process holds a lock in its own for as long as it
 * lives; those that no process holds, and that are not the newest, are removed.
 *
 * @param path the folder
 */
public record ProgramFolder(Path path) {
  private static final System.Logger LOG = System.getLogger(ProgramFolder.class.getName());
  private static final String BUILDS = ".backupman-builds";
  private static final String CURRENT = "current";
  private static final String IN_USE = "in-use";

  /** For as long as the process lives: a channel that is collected gives up its lock. */
  private static final List<FileChannel> HELD = new CopyOnWriteArrayList<>();

  /** Between the launcher's choice of a folder and the lock in it. */
  private static final Duration YOUNG = Duration.ofMinutes(1);

  /** The folder of this very program; empty where its classes are not in a JAR. */
  public static Optional<ProgramFolder> own() {
    var source = ProgramFolder.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      return of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("A class loader gives addresses.", e);
    }
  }

  private static Optional<ProgramFolder> of(Path jar) {
    return Optional.ofNullable(Files.isRegularFile(jar) ? jar.getParent() : null)
        .flatMap(lib -> Optional.ofNullable(lib.getParent()))
        .map(ProgramFolder::new);
  }

  /** Where the JARs of the channels are that the program brings. */
  public Path channels() {
    return path.resolve("channels");
  }

  /**
   * Keeps this folder for as long as the process lives, and removes builds that nobody uses any
   * more. Does nothing outside a folder of builds; what cannot be done is only logged.
   */
  public void keep() {
    var builds = path.getParent();
    if (builds == null || !builds.endsWith(BUILDS)) {
      return;
    }
    hold();
    try {
      removeUnused(builds);
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, "Old builds in " + builds + " could not be looked for.", e);
    }
  }

  private void hold() {
    try {
      var lock = lock(path, true);
      if (lock != null) {
        HELD.add(lock);
        return;
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "The lock of " + path + " cannot be had.", e);
    }
    LOG.log(
        Level.WARNING,
        "The file {0} cannot be locked: the next build may remove what runs here. Let this user read it, and start again.",
        path.resolve(IN_USE));
  }

  private void removeUnused(Path builds) throws IOException {
    var current = Files.readString(builds.resolve(CURRENT)).strip();
    try (var folders = Files.newDirectoryStream(builds, f -> Files.exists(f.resolve("lib")))) {
      for (var folder : folders) {
        if (!folder.equals(path) && !folder.endsWith(current) && isUnused(folder)) {
          LOG.log(Level.DEBUG, "Nobody uses the build {0} any more; it is removed.", folder);
          delete(folder);
        }
      }
    }
  }

  private static boolean isUnused(Path folder) throws IOException {
    var touched = Files.getLastModifiedTime(inUse(folder)).toInstant();
    if (touched.isAfter(Instant.now().minus(YOUNG))) {
      return false;
    }
    try (var lock = lock(folder, false)) {
      return lock != null;
    } catch (NoSuchFileException e) {
      return false; // somebody else removes it
    }
  }

  private static Path inUse(Path folder) {
    var file = folder.resolve(IN_USE);
    return Files.exists(file) ? file : folder;
  }

  /**
   * A channel with a lock; null if another process holds one that excludes it. A shared one needs
   * no right to write, as another user may have built the program.
   */
  private static @Nullable FileChannel lock(Path folder, boolean shared) throws IOException {
    var file = folder.resolve(IN_USE);
    var channel =
        shared
            ? FileChannel.open(file, StandardOpenOption.READ)
            : FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, shared) != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      LOG.log(Level.DEBUG, "This process itself holds the lock of " + folder, e);
    }
    channel.close();
    return null;
  }

  static void delete(Path root) throws IOException {
    try (var inside = Files.walk(root)) {
      for (var path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}

package io.backupman.server.plugin;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;

/**
 * Removes the copies of processes that were killed. A process holds a lock in its folder for as
 * long as it lives, which also other containers on the same file system see.
 */
final class Leftovers {
  /** The file that is locked. */
  static final String LOCK = ".lock";

  private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());
  private static final String NAME = "backupman-plugins-";
  private static final Duration YOUNG = Duration.ofMinutes(1);

  private Leftovers() {}

  /**
   * How the name of a folder of this process begins. It is never looked into by this process: on
   * POSIX, closing a file gives up all locks that the process has on it.
   */
  static String prefix() {
    var self = ProcessHandle.current();
    return NAME
        + self.pid()
        + "-"
        + self.info().startInstant().map(Instant::toEpochMilli).orElse(0L)
        + "-";
  }

  /**
   * Removes what nobody uses; what cannot be removed stays, which is only logged.
   *
   * @param own this process's folder, beside the others
   */
  static void beside(Path own) {
    try (var folders = Files.newDirectoryStream(own.toAbsolutePath().getParent(), NAME + "*")) {
      var owner = Files.getOwner(own);
      for (var folder : folders) {
        if (!folder.getFileName().toString().startsWith(prefix())) {
          removeIfUnused(folder, owner);
        }
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Old copies of plugins could not be looked for beside " + own, e);
    }
  }

  private static void removeIfUnused(Path folder, UserPrincipal owner) {
    try {
      // One that is being made has no lock yet; another user's is not ours to touch.
      var changed = Files.getLastModifiedTime(folder).toInstant();
      if (changed.isBefore(Instant.now().minus(YOUNG))
          && Files.getOwner(folder).equals(owner)
          && !isUsed(folder)) {
        PrivateCopies.delete(folder);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Old copies of plugins in " + folder + " could not be removed.", e);
    }
  }

  private static boolean isUsed(Path folder) throws IOException {
    var file = folder.resolve(LOCK);
    if (Files.notExists(file)) {
      return false;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException ours) {
      LOG.log(Level.TRACE, "This process itself uses " + folder, ours);
      return true;
    }
  }
}

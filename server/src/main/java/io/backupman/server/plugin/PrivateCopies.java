package io.backupman.server.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the plugins' JARs, in a temporary folder that only this user may read. Classes are
 * loaded from the copies, because a JAR that is overwritten in place would break the class loader
 * that still reads it. Safe for use by several threads.
 */
final class PrivateCopies implements Closeable {
  private static final System.Logger LOG = System.getLogger(PrivateCopies.class.getName());

  private final Path temporary;
  private @Nullable Path folder;
  private @Nullable FileChannel lock;
  private final AtomicInteger plugins = new AtomicInteger();

  /**
   * Copies that do not exist yet.
   *
   * @param temporary the folder to make a folder in
   */
  PrivateCopies(Path temporary) {
    this.temporary = temporary;
  }

  /**
   * Copies the JARs of one plugin, under their own names.
   *
   * @throws IOException if one cannot be read, or the copy cannot be written
   */
  List<Path> of(List<Path> jars) throws IOException {
    var own = Files.createDirectory(folder().resolve(String.valueOf(plugins.incrementAndGet())));
    var copies = jars.stream().map(jar -> own.resolve(jar.getFileName().toString())).toList();
    for (int i = 0; i < copies.size(); i++) {
      Files.copy(jars.get(i), copies.get(i));
    }
    return copies;
  }

  private synchronized Path folder() throws IOException {
    var known = folder;
    if (known != null) {
      return known;
    }
    var made = Files.createTempDirectory(temporary, Leftovers.prefix());
    folder = made;
    var channel =
        FileChannel.open(
            made.resolve(Leftovers.LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock = channel;
    channel.lock();
    Leftovers.beside(made);
    return made;
  }

  /** Removes the copies. */
  @Override
  public synchronized void close() throws IOException {
    var channel = lock;
    if (channel != null) {
      channel.close();
    }
    var made = folder;
    if (made != null) {
      delete(made);
    }
  }

  /** Removes a folder with all that is in it; what somebody else has removed meanwhile is fine. */
  static void delete(Path root) throws IOException {
    if (Files.notExists(root)) {
      return;
    }
    try (var inside = Files.walk(root)) {
      for (var path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      LOG.log(Level.DEBUG, "Not all of " + root + " could be removed.", e);
      throw e.getCause();
    }
  }
}

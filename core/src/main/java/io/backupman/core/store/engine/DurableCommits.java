package io.backupman.core.store.engine;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;

/**
 * Has each commit of an embedded database on the disk, where whoever opens the file finds it, when
 * it is acknowledged. H2 by itself does neither (version 2.5.252):
 *
 * <ul>
 *   <li>Each commit is a chunk of the file. Whoever opens a file that was not closed starts at the
 *       chunk that its header names and follows the place where each chunk expected the next one.
 *       When a chunk comes to lie elsewhere, H2 writes the header anew, but too early ({@code
 *       FileStore.storeBuffer}): it then names the chunk before, from which no way leads to the new
 *       one. Until the header is written again, up to twenty commits later, a kill loses what was
 *       committed meanwhile.
 *   <li>It never forces what it has written to the disk, so that a power cut loses the commits of
 *       up to half a minute, or leaves the header without its chunk.
 * </ul>
 *
 * <p>Here every chunk is followed by the header that names it, and both are forced to the disk.
 */
final class DurableCommits extends ThreadPoolExecutor {
  private static final String EXECUTOR = "bufferSaveExecutor";

  private final MVStore store;
  private final ReentrantLock writing;
  private final Method writeHeader;

  private DurableCommits(MVStore store) throws ReflectiveOperationException {
    super(0, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    this.store = store;
    this.writing = (ReentrantLock) field("saveChunkLock").get(store.getFileStore());
    this.writeHeader = RandomAccessStore.class.getDeclaredMethod("writeStoreHeader");
    writeHeader.setAccessible(true);
  }

  /** Sees to it from now on. Mostly that is so already, and it costs a look at a field. */
  static void keep(MVStore store) throws ReflectiveOperationException {
    var executor = field(EXECUTOR);
    var files = store.getFileStore();
    if (executor.get(files) instanceof DurableCommits) {
      return;
    }
    var durable = new DurableCommits(store);
    store.executeFilestoreOperation(() -> durable.takeOver(executor));
  }

  private void takeOver(Field executor) {
    try {
      executor.set(store.getFileStore(), this);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a chunk at once, as H2 does without a thread of its own for it, and makes it last. */
  @Override
  public Future<?> submit(Runnable chunk) {
    chunk.run();
    if (store.getPanicException() == null) {
      finish();
    }
    return CompletableFuture.completedFuture(null);
  }

  private void finish() {
    writing.lock();
    try {
      writeHeader.invoke(store.getFileStore());
      store.getFileStore().sync();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The header of the database's file is not written", e);
    } finally {
      writing.unlock();
    }
  }

  private static Field field(String name) throws NoSuchFieldException {
    var field = FileStore.class.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}

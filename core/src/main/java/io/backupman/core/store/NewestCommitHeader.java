package io.backupman.core.store;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;

/**
 * Has the header of an embedded database's file name the newest commit in it.
 *
 * <p>Each commit is a chunk of the file. Whoever opens a file that was not closed starts at the
 * chunk that its header names and follows the place where each chunk expected the next one. When a
 * chunk comes to lie elsewhere, H2 writes the header anew, but too early (version 2.5.252, {@code
 * FileStore.storeBuffer}): it then names the chunk before, from which no way leads to the new one.
 * Until the header is written again, up to twenty commits later, a kill loses what was committed
 * meanwhile.
 */
final class NewestCommitHeader extends ThreadPoolExecutor {
  private static final String EXECUTOR = "bufferSaveExecutor";

  private final MVStore store;
  private final ReentrantLock writing;
  private final Method write;

  private NewestCommitHeader(MVStore store) throws ReflectiveOperationException {
    super(0, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    this.store = store;
    this.writing = (ReentrantLock) field("saveChunkLock").get(store.getFileStore());
    this.write = RandomAccessStore.class.getDeclaredMethod("writeStoreHeader");
    write.setAccessible(true);
  }

  /**
   * Sees to it from now on, if this process has the file open itself. Mostly that is so already,
   * and it costs a look at a field.
   *
   * @throws StoreException if that is not possible
   */
  static void keep(Connection connection) {
    try {
      if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
        keep(session.getDatabase().getStore().getMvStore());
      }
    } catch (SQLException | ReflectiveOperationException e) {
      throw new StoreException("The embedded database cannot be kept safe from a kill: " + e, e);
    }
  }

  private static void keep(MVStore store) throws ReflectiveOperationException {
    var executor = field(EXECUTOR);
    var files = store.getFileStore();
    if (executor.get(files) instanceof NewestCommitHeader) {
      return;
    }
    var header = new NewestCommitHeader(store);
    store.executeFilestoreOperation(() -> header.takeOver(executor));
  }

  private void takeOver(Field executor) {
    try {
      executor.set(store.getFileStore(), this);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a chunk at once, as H2 does without a thread of its own for it, then the header. */
  @Override
  public Future<?> submit(Runnable chunk) {
    chunk.run();
    if (store.getPanicException() == null) {
      writeHeader();
    }
    return CompletableFuture.completedFuture(null);
  }

  private void writeHeader() {
    writing.lock();
    try {
      write.invoke(store.getFileStore());
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

package io.backupman.net;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks names up in threads of the platform. A look-up waits inside the system, deaf to interrupts;
 * in a virtual thread it would keep the processor from all others for as long. Each has a thread
 * for itself, which has nothing from whoever asks: that may be a plugin, whose classes a thread
 * that lives on would keep. Threads are used again, as to make one costs more than most look-ups;
 * without work they end after a second. Safe for use by several threads.
 *
 * @param names looks them up
 */
record LookUps(Names names) implements Names {
  private static final long IDLE_SECONDS = 1;

  private static final Executor THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform()
              .daemon()
              .name("look-up")
              .inheritInheritableThreadLocals(false)
              .factory());

  @Override
  public InetAddress[] addresses(String host) throws UnknownHostException, InterruptedIOException {
    var task = new FutureTask<>(() -> names.addresses(host));
    THREADS.execute(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The look-up of " + host + " was given up.");
    } catch (ExecutionException e) {
      throw unknown(host, e);
    }
  }

  private static UnknownHostException unknown(String host, ExecutionException failure) {
    if (failure.getCause() instanceof UnknownHostException unknown) {
      return unknown;
    }
    var unknown = new UnknownHostException(host);
    unknown.initCause(failure);
    return unknown;
  }
}

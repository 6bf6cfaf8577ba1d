package io.backupman.net;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Looks names up in threads of the platform. A look-up waits inside the system, deaf to interrupts;
 * in a virtual thread it would keep the processor from all others for as long. Each has a thread of
 * its own, which has nothing from whoever asks: that may be a plugin, whose classes a thread that
 * lives on would keep. Safe for use by several threads.
 *
 * @param names looks them up
 */
record LookUps(Names names) implements Names {

  @Override
  public InetAddress[] addresses(String host) throws UnknownHostException, InterruptedIOException {
    var task = new FutureTask<>(() -> names.addresses(host));
    Thread.ofPlatform().daemon().name("look-up").inheritInheritableThreadLocals(false).start(task);
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

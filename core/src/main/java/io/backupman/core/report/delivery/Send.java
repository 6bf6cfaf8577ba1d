package io.backupman.core.report.delivery;

import io.backupman.notifier.spi.Receipt;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** One call of a notifier, which can be interrupted without being given up. */
final class Send extends FutureTask<Receipt> {
  private @Nullable Thread thread;
  private boolean interrupted;

  Send(Callable<Receipt> call) {
    super(call);
  }

  @Override
  public void run() {
    begin();
    try {
      super.run();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    thread = Thread.currentThread();
    if (interrupted) {
      thread.interrupt();
    }
  }

  /** From here on an interrupt would meet the thread's next send. */
  private synchronized void end() {
    thread = null;
    Thread.interrupted();
  }

  /** Interrupts the call, also if it has not begun yet; it goes on to what it returns or throws. */
  synchronized void interrupt() {
    interrupted = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}

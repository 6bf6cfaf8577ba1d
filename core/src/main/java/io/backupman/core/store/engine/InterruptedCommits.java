package io.backupman.core.store.engine;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionStore;

/**
 * Completes the commits in the middle of which the process that had an embedded database open was
 * killed. H2 finds them when it opens the file, and means to complete them, but does nothing
 * (versions 2.5.250 and 2.5.252, {@code Transaction.commit()}): from then on whoever changes one of
 * their rows waits without end, at every start anew, since no limit of time holds there.
 */
final class InterruptedCommits {
  private static final System.Logger LOG = System.getLogger(InterruptedCommits.class.getName());

  private InterruptedCommits() {}

  /** Completes them. Mostly there are none, and it costs a look at H2's list of transactions. */
  static void complete(TransactionStore store) throws ReflectiveOperationException {
    if (leftIn(store).isEmpty()) {
      return;
    }
    synchronized (InterruptedCommits.class) {
      for (var left : leftIn(store)) {
        method("commit").invoke(store, left, true);
        method("endTransaction").invoke(store, left, true);
        LOG.log(
            System.Logger.Level.INFO,
            "A commit in the embedded database that was interrupted has been completed.");
      }
    }
  }

  /** Transactions without an owner: those of living sessions have one. */
  private static List<Transaction> leftIn(TransactionStore store)
      throws ReflectiveOperationException {
    var left = new ArrayList<Transaction>();
    for (var transaction : store.getOpenTransactions()) {
      if (transaction.getStatus() == Transaction.STATUS_COMMITTED && owner(transaction) == 0) {
        left.add(transaction);
      }
    }
    return left;
  }

  private static int owner(Transaction transaction) throws ReflectiveOperationException {
    var owner = Transaction.class.getDeclaredField("ownerId");
    owner.setAccessible(true);
    return owner.getInt(transaction);
  }

  private static Method method(String name) throws NoSuchMethodException {
    var method = TransactionStore.class.getDeclaredMethod(name, Transaction.class, boolean.class);
    method.setAccessible(true);
    return method;
  }
}

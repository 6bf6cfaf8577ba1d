package io.backupman.api.connection;

import io.backupman.api.problem.HttpProblem;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The places of requests, which bound how many are answered at the same time. Only a client with a
 * key, or a link, takes a place of the work; requests for the state of health have places of their
 * own, for as long as looking takes and not while the answer is read. What costs nothing needs no
 * place. Safe for use by several threads.
 */
public final class Places {
  private final Connections connections;
  private final Semaphore work;
  private final Semaphore looks;
  private final Semaphore databaseLooks;

  /**
   * Makes places for these connections. Some connections are left without a place, so that there is
   * always one that can give way to the next client.
   *
   * @param requests how many requests are answered at the same time, if there is room
   */
  public Places(Connections connections, int requests) {
    this.connections = connections;
    int some = Math.clamp(connections.most() / 8, 1, 16);
    work = new Semaphore(Math.clamp(connections.most() / 2, 1, requests));
    looks = new Semaphore(some);
    databaseLooks = new Semaphore(some);
  }

  /**
   * Takes a place for the request that is being answered by this thread, until its answer is sent.
   *
   * @throws HttpProblem 503, if all are taken
   */
  public void takeForWork() {
    take(work);
  }

  /**
   * Looks at all that health depends on.
   *
   * @throws HttpProblem 503, if too many look already
   */
  public <T> T looking(Supplier<T> look) {
    return during(looks, look);
  }

  /**
   * Looks at the own database alone; never waits for those who look at everything.
   *
   * @throws HttpProblem 503, if too many look already
   */
  public <T> T lookingAtDatabase(Supplier<T> look) {
    return during(databaseLooks, look);
  }

  private <T> T during(Semaphore places, Supplier<T> look) {
    take(places);
    try {
      return look.get();
    } finally {
      connections.giveBackPlace();
      connections.answer(); // the look may have taken longer than an answer may
    }
  }

  /** Lets the connection of this thread give way to others, though it has not answered yet. */
  public void waitWithout() {
    connections.waitUnshielded();
  }

  private void take(Semaphore places) {
    if (!connections.holdPlace(places)) {
      throw HttpProblem.busy();
    }
  }
}

package io.backupman.api;

import io.backupman.core.report.resend.NotifierTester;
import io.backupman.core.request.RequestProblem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Sends nothing; remembers what it was asked, and answers when it may. */
final class FakeNotifierTester implements NotifierTester {
  final List<Asked> asked = new CopyOnWriteArrayList<>();
  final CountDownLatch mayAnswer = new CountDownLatch(1);
  volatile boolean waits;
  volatile @Nullable RequestProblem problem;

  record Asked(String notifier, List<String> destinations) {}

  @Override
  public List<Result> test(String notifier, List<String> destinations) throws InterruptedException {
    asked.add(new Asked(notifier, destinations));
    var refused = problem;
    if (refused != null) {
      throw refused;
    }
    if (waits) {
      mayAnswer.await();
    }
    return List.of(
        new Result("Ann", true, "The server answered 204.", Duration.ofMillis(41)),
        new Result("Bob", false, "The server answered 503.", Duration.ofMillis(7)));
  }
}

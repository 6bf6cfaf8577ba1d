package io.backupman.core.report.delivery;

import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Passes on to a queue, and knows what was claimed and has no result yet. */
final class WatchedQueue {
  private final DeliveryQueue queue;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger claims = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  WatchedQueue(DeliveryQueue queue) {
    this.queue = queue;
  }

  DeliveryQueue queue() {
    return (DeliveryQueue)
        Proxy.newProxyInstance(
            DeliveryQueue.class.getClassLoader(),
            new Class<?>[] {DeliveryQueue.class},
            (proxy, method, arguments) -> call(method, arguments));
  }

  /** How many calls there were beside those that ask what waits. */
  int calls() {
    return calls.get();
  }

  /** Whether something is so while nothing is claimed, nor was claimed meanwhile. */
  boolean isQuiet(BooleanSupplier condition) {
    var before = claims.get();
    return open.get() == 0 && condition.getAsBoolean() && claims.get() == before;
  }

  private Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    if (!method.getName().equals("waiting")) {
      calls.incrementAndGet();
    }
    var claims = method.getName().equals("claim");
    if (claims) {
      open.incrementAndGet();
      this.claims.incrementAndGet();
    }
    var answer = passedOn(method, arguments);
    if (claims) {
      open.addAndGet(((List<?>) answer).size() - 1);
    } else if (isResult(method)) {
      open.decrementAndGet();
    }
    return answer;
  }

  /** All that ends a claim says whether the claim was still this one's. */
  private static boolean isResult(Method method) {
    return method.getReturnType() == boolean.class && method.getParameterTypes()[0] == Claim.class;
  }

  private Object passedOn(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(queue, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}

package io.backupman.core.report.delivery;

import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the claims that this process is carrying out. Safe for use by several threads. */
final class InFlight {
  private final Map<Route, Integer> counts = new ConcurrentHashMap<>();
  private final Set<Claim> held = ConcurrentHashMap.newKeySet();

  void begun(Claim claim) {
    counts.merge(Route.of(claim.delivery()), 1, Integer::sum);
    held.add(claim);
  }

  void ended(Claim claim) {
    held.remove(claim);
    counts.computeIfPresent(
        Route.of(claim.delivery()), (r, count) -> count == 1 ? null : count - 1);
  }

  /** Notes that the lease of a claim is not to be renewed any more; its send goes on. */
  void lost(Claim claim) {
    held.remove(claim);
  }

  int count(Route route) {
    return counts.getOrDefault(route, 0);
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** The claims whose leases are to be renewed. */
  List<Claim> held() {
    return List.copyOf(held);
  }
}

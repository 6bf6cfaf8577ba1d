package io.backupman.core.report;

import io.backupman.core.report.DeliveryQueue.Claim;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The claims that are being carried out in this process. Safe for use by several threads. */
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

  /** Its lease is not to be prolonged any more; it is under way nevertheless. */
  void lost(Claim claim) {
    held.remove(claim);
  }

  int count(Route route) {
    return counts.getOrDefault(route, 0);
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Those whose leases are to be prolonged. */
  List<Claim> held() {
    return List.copyOf(held);
  }
}

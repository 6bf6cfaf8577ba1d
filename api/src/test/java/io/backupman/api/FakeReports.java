package io.backupman.api;

import io.backupman.core.page.Page;
import io.backupman.core.problem.RequestProblem;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.Resender;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Reports in memory; remembers what it was asked. */
final class FakeReports implements ReportStore, Resender {
  final List<ReportWithDeliveries> reports = new CopyOnWriteArrayList<>();
  final Map<UUID, List<Attempt>> attempts = new ConcurrentHashMap<>();
  final List<Resend> resends = new CopyOnWriteArrayList<>();
  volatile @Nullable ReportQuery lastQuery;
  volatile @Nullable UUID next;
  volatile @Nullable RequestProblem resendProblem;

  record Resend(UUID reportId, List<String> notifiers, List<String> destinations) {}

  @Override
  public List<Delivery> resend(UUID reportId, List<String> notifiers, List<String> destinations) {
    resends.add(new Resend(reportId, notifiers, destinations));
    var problem = resendProblem;
    if (problem != null) {
      throw problem;
    }
    return deliveries(reportId);
  }

  @Override
  public Optional<Report> find(UUID id) {
    return reports.stream()
        .map(ReportWithDeliveries::report)
        .filter(r -> r.id().equals(id))
        .findFirst();
  }

  @Override
  public Page<ReportWithDeliveries> list(ReportQuery query) {
    lastQuery = query;
    return new Page<>(reports, next);
  }

  @Override
  public List<Delivery> deliveries(UUID reportId) {
    return reports.stream()
        .filter(r -> r.report().id().equals(reportId))
        .flatMap(r -> r.deliveries().stream())
        .toList();
  }

  @Override
  public List<Attempt> attempts(UUID deliveryId) {
    return attempts.getOrDefault(deliveryId, List.of());
  }

  @Override
  public void add(List<Delivery> deliveries) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Claim> claim(UUID nodeId, Instant now, Instant leaseUntil, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Instant> nextDue() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean record(
      Claim claim, Attempt attempt, DeliveryStatus status, @Nullable Instant nextAttemptAt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean postpone(Claim claim, Instant nextAttemptAt, String reason) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean giveUp(Claim claim, String reason) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long hasten(Collection<String> usable, Collection<String> usableAgain, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean replace(Claim claim, List<Delivery> deliveries) {
    throw new UnsupportedOperationException();
  }
}

package io.backupman.api;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.ResendSelection;
import io.backupman.core.report.resend.BulkResender;
import io.backupman.core.report.resend.Resender;
import io.backupman.core.request.Page;
import io.backupman.core.request.RequestProblem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reports in memory; remembers what it was asked. */
final class FakeReports implements ReportStore, Resender, BulkResender {
  final List<ReportWithDeliveries> reports = new CopyOnWriteArrayList<>();
  final Map<UUID, List<Attempt>> attempts = new ConcurrentHashMap<>();
  final List<Resend> resends = new CopyOnWriteArrayList<>();
  volatile @Nullable ReportQuery lastQuery;
  volatile @Nullable UUID next;
  volatile @Nullable RequestProblem resendProblem;

  final List<ResendSelection> bulks = new CopyOnWriteArrayList<>();
  final List<ResendSelection> counts = new CopyOnWriteArrayList<>();
  volatile Made made = new Made(0, 0);

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
  public Made resend(ResendSelection selection) {
    bulks.add(selection);
    var problem = resendProblem;
    if (problem != null) {
      throw problem;
    }
    return made;
  }

  @Override
  public Made count(ResendSelection selection) {
    counts.add(selection);
    return made;
  }

  @Override
  public List<ReportWithDeliveries> find(List<UUID> ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void add(Report report, List<Delivery> deliveries) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<UUID> candidates(ResendSelection selection, @Nullable UUID after, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Delivery> addToEach(
      List<UUID> reportIds, Function<ReportWithDeliveries, List<Delivery>> more) {
    throw new UnsupportedOperationException();
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
  public Map<UUID, List<Attempt>> attemptsByDelivery(UUID reportId) {
    return attempts;
  }

  @Override
  public void add(List<Delivery> deliveries) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Batch deleteOld(@Nullable UUID after, Instant before, int limit) {
    throw new UnsupportedOperationException();
  }
}

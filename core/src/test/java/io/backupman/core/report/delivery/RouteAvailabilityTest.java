package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.node.Node;
import io.backupman.core.node.ThisNode;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.HungSends;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.Route;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers on one database that have not all the same notifiers. */
class RouteAvailabilityTest {
  private static final Route ANN = new Route("chat", "Ann");
  private static final Route ALL_OF_CHAT = new Route("chat", "*");

  private final Node self = ThisNode.create();
  private final Node other = ThisNode.create();
  private final ConfiguredNotifier chat = new RecordingNotifier("Ann").named("chat");
  private final ConfiguredNotifier log = new RecordingNotifier("log").named("log");
  private final RunningWorker worker = new RunningWorker(self.id());
  private final ReportStore reports = worker.database.reports();
  private final DeliveryQueue queue = worker.database.deliveryQueue();

  @BeforeEach
  void start() {
    worker.database.nodes().beat(self);
    worker.database.nodes().beat(other);
    use(log);
    worker.start();
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void whatOnlyAnotherProcessCanSendIsLeftToItForAsLongAsItLives() {
    queue.publishRoutes(other.id(), Set.of(ANN));
    var first = reported();
    awaitLogged(first);
    worker.clock.advance(Duration.ofDays(30)); // longer than anything is waited for
    awaitLogged(reported());

    assertThat(toChat(first).status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(toChat(first).lastError()).isNull();

    worker.database.nodes().remove(other.id());
    worker.wake();
    await().until(() -> toChat(first).status() == DeliveryStatus.FAILED);
    assertThat(toChat(first).lastError())
        .isEqualTo("The notifier \"chat\" is not switched on in config.yml.");
  }

  @Test
  void theOthersAreToldWhatThisOneCanSendAndWhatItCannotAnyMore() {
    assertThat(queue.isRoutedElsewhere(other.id(), ANN)).isFalse();
    use(chat, log);
    await().until(() -> queue.isRoutedElsewhere(other.id(), ANN));
    assertThat(queue.isRoutedElsewhere(other.id(), ALL_OF_CHAT)).isTrue();

    var hanging = new CompletableFuture<Void>();
    for (var i = 0; i < HungSends.TOO_MANY; i++) {
      chat.hung().add(hanging);
    }
    worker.wake();
    await().until(() -> !queue.isRoutedElsewhere(other.id(), ANN));
    hanging.complete(null);
  }

  private void use(ConfiguredNotifier... all) {
    worker.use(all);
    worker.wake();
  }

  /** Of a process that has both notifiers. */
  private Report reported() {
    var both = new Notifiers(List.of(chat, log), List.of());
    return worker.report("Shop", BackupStatus.FINISHED, both);
  }

  private void awaitLogged(Report report) {
    await().until(() -> delivery(report, "log").status() == DeliveryStatus.DELIVERED);
  }

  private Delivery toChat(Report report) {
    return delivery(report, "chat");
  }

  private Delivery delivery(Report report, String notifier) {
    return reports.deliveries(report.id()).stream()
        .filter(delivery -> delivery.notifier().equals(notifier))
        .findFirst()
        .orElseThrow();
  }
}

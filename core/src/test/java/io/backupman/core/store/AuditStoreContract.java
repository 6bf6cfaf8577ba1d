package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.audit.Actor;
import io.backupman.core.audit.Audit;
import io.backupman.core.audit.AuditAction;
import io.backupman.core.audit.AuditEntry;
import io.backupman.core.audit.AuditQuery;
import io.backupman.core.audit.AuditStore;
import io.backupman.core.report.ReportRetention;
import io.backupman.core.store.engine.DatabaseSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database does for the records of who did what. */
abstract class AuditStoreContract extends StoreContract {
  private static final Actor OPS = new Actor("ops", "192.0.2.1");
  private static final Actor ANN = new Actor("Ännchen 💾", "2001:db8::1");

  private AuditStore audit;

  @SuppressWarnings("NullAway.Init")
  AuditStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @BeforeEach
  void store() {
    audit = database.audit();
  }

  @Test
  void anEntryIsFoundAsItWasWrittenAndHasItsStatusOnceThereIsOne() {
    var entry = begin(NOW, ANN, AuditAction.START_BACKUP, "Магазин 💾");

    assertThat(newest()).containsExactly(entry);

    audit.end(entry.id(), 202);
    audit.end(entry.id(), 500);
    assertThat(newest()).containsExactly(with(entry, 202));
  }

  @Test
  void whatIsNotKnownIsNull() {
    var entry = begin(NOW, Actor.onCommandLine("root"), AuditAction.RELOAD_NOTIFIERS, null);

    assertThat(newest()).containsExactly(entry);
    assertThat(entry.actor()).isEqualTo("command line (root)");
    assertThat(entry.address()).isNull();
    assertThat(entry.subject()).isNull();
  }

  @Test
  void whatIsTooLongIsCutAndNeverRefused() {
    var entry =
        begin(
            NOW,
            new Actor("💾".repeat(150), "192.0.2.1"),
            AuditAction.START_BACKUP,
            "ä" + "💾".repeat(600));

    assertThat(newest()).containsExactly(entry);
    assertThat(entry.actor()).hasSize(199).endsWith("💾…");
    assertThat(entry.subject()).hasSize(1000).endsWith("💾…");
  }

  @Test
  void anActionOfANewerVersionKeepsItsWord() {
    var entry = new AuditEntry(UUID.randomUUID(), NOW, "ops", null, "paint_backup", null, 202);
    audit.begin(entry);

    assertThat(newest()).containsExactly(entry);
  }

  @Test
  void eachFilterLeavesOutTheOthers() {
    var old = begin(NOW, OPS, AuditAction.CANCEL_BACKUP, "1");
    var anns = begin(NOW.plusMillis(1), ANN, AuditAction.CANCEL_BACKUP, "2");
    var retry = begin(NOW.plusMillis(2), OPS, AuditAction.RETRY_BACKUP, "3");

    assertThat(list(null, "ops", null, null, null)).containsExactly(retry, old);
    assertThat(list(null, "Ops", null, null, null)).isEmpty();
    assertThat(list(null, null, AuditAction.CANCEL_BACKUP, null, null)).containsExactly(anns, old);
    assertThat(list(null, "ops", AuditAction.CANCEL_BACKUP, null, null)).containsExactly(old);
    assertThat(list(null, null, null, anns.at(), null)).containsExactly(retry, anns);
    assertThat(list(null, null, null, null, anns.at())).containsExactly(old);
    assertThat(list(retry.id(), null, null, null, null)).containsExactly(anns, old);
  }

  @Test
  void aPageNamesTheNextOne() {
    var all =
        IntStream.range(0, 3)
            .mapToObj(i -> begin(NOW.plusMillis(i), OPS, AuditAction.TEST_NOTIFIER, "mail"))
            .toList();

    var first = audit.list(AuditQuery.newest(2));

    assertThat(first.results()).containsExactly(all.get(2), all.get(1));
    assertThat(first.next()).isEqualTo(all.get(1).id());
    var last = audit.list(new AuditQuery(2, first.next(), null, null, null, null));
    assertThat(last.results()).containsExactly(all.get(0));
    assertThat(last.next()).isNull();
  }

  @Test
  void theOldestGoFirstAndNoMoreThanAskedFor() {
    begin(NOW, OPS, AuditAction.TEST_NOTIFIER, "1");
    var second = begin(NOW.plusMillis(1), OPS, AuditAction.TEST_NOTIFIER, "2");
    var third = begin(NOW.plusMillis(2), OPS, AuditAction.TEST_NOTIFIER, "3");

    assertThat(audit.deleteOlder(third.at(), 1)).isEqualTo(1);
    assertThat(newest()).containsExactly(third, second);
    assertThat(audit.deleteOlder(third.at(), 10)).isEqualTo(1);
    assertThat(audit.deleteOlder(third.at(), 10)).isZero();
    assertThat(newest()).containsExactly(third);
  }

  @Test
  void isKeptAsLongAsReportsAre() {
    IntStream.range(0, 450).forEach(i -> begin(NOW, OPS, AuditAction.TEST_NOTIFIER, "old"));
    var young = begin(NOW.plus(Duration.ofDays(2)), OPS, AuditAction.TEST_NOTIFIER, "young");
    var clock = Clock.fixed(NOW.plus(Duration.ofDays(2)), ZoneOffset.UTC);

    new ReportRetention(reports, audit, Duration.ofDays(1), clock).deleteOld();

    assertThat(newest()).containsExactly(young);
  }

  private AuditEntry begin(Instant at, Actor actor, AuditAction action, @Nullable String subject) {
    return new Audit(audit, Clock.fixed(at, ZoneOffset.UTC)).begin(actor, action, subject);
  }

  private List<AuditEntry> newest() {
    return audit.list(AuditQuery.newest(9)).results();
  }

  private List<AuditEntry> list(
      @Nullable UUID after,
      @Nullable String actor,
      @Nullable AuditAction action,
      @Nullable Instant since,
      @Nullable Instant until) {
    return audit.list(new AuditQuery(9, after, actor, action, since, until)).results();
  }

  private static AuditEntry with(AuditEntry e, int status) {
    return new AuditEntry(e.id(), e.at(), e.actor(), e.address(), e.action(), e.subject(), status);
  }
}

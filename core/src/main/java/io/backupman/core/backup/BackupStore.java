package io.backupman.core.backup;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.request.Page;
import io.backupman.core.request.RequestProblem;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The records of backups. A state only moves forward: a backup that has ended is not changed by any
 * of these, but for {@link #reopen}. Labels are compared exactly and may have 500 characters at
 * most. Safe for use by several threads and several processes.
 */
public interface BackupStore {

  /**
   * Records a pending backup with its pending drive files, unless one of the same label is pending
   * already, in this process or in any other on the same database.
   *
   * @param started the report of the start, if anybody wants one; it is written in the same
   *     transaction
   * @return the pending backup that stands in the way; empty if this one was recorded
   */
  Optional<UUID> begin(Backup pending, Optional<ReportWithDeliveries> started);

  /** Records a pending backup without a report. */
  default Optional<UUID> begin(Backup pending) {
    return begin(pending, Optional.empty());
  }

  /**
   * How the backup of a label that began last ended, a pending one not counted.
   *
   * @return empty if none has ended yet
   */
  Optional<BackupStatus> lastEnd(String label);

  /** How a data source fares; what is being removed still counts. */
  Standing standing(String label);

  /**
   * The sizes of a label's finished backups, those that began last first; without those that are
   * being removed.
   *
   * @param most how many at most
   */
  List<Long> lastSizes(String label, int most);

  /**
   * Records where the proven dump of a pending backup is, its size, checksum and warnings, what
   * came of restoring it, and the start time.
   *
   * @return false if the backup is no longer pending
   */
  boolean dumped(Backup pending);

  /**
   * Records the end of one drive's copy while that run of the backup is still pending. If it takes
   * the place of one that lies elsewhere, that is noted, until it is {@linkplain #forgetReplaced
   * forgotten}; so it is with {@link #finish}.
   *
   * @return false if the backup is no longer pending
   */
  boolean driveFileEnded(DriveFile ended, int run);

  /**
   * Notes that a copy in whose place a newer one is recorded is on its drive no more.
   *
   * @param label the drive's
   */
  void forgetReplaced(String label, String path);

  /**
   * Ends a pending backup: its terminal status, the report and the deliveries in one transaction;
   * also, if it has finished, that it is not awaited any more.
   *
   * @param ended the backup with its terminal status, its drive files, and the report's identifier
   * @return false, and nothing is written, if it has ended before
   */
  boolean finish(Backup ended, Report report, List<Delivery> deliveries);

  /**
   * The failed backups whose dumps were kept where they were written, those that began last first;
   * without those that are being removed.
   */
  List<Backup> keptDumps();

  /** The backups of one data source whose dumps are kept. */
  List<Backup> keptDumps(String label);

  /** Notes that the dump of a failed backup is not kept any more. */
  void forgetDump(UUID id);

  /** The backup with this identifier. */
  Optional<Backup> find(UUID id);

  /**
   * The backup with this identifier, which somebody asked for.
   *
   * @throws RequestProblem if there is none (not found)
   */
  default Backup existing(UUID id) {
    return find(id).orElseThrow(() -> RequestProblem.notFound("There is no backup with this id."));
  }

  /** The backup that has this copy. */
  Optional<Backup> findByCopy(UUID driveFileId);

  /** A page of backups. */
  Page<Backup> list(BackupQuery query);

  /** What becomes of a backup that is to be pending again. */
  enum Reopening {
    /** The backup is pending. */
    REOPENED,
    /** Another of its label is. */
    ANOTHER_RUNS,
    /** The backup has not failed, or is gone. */
    NOT_FAILED
  }

  /**
   * Makes a failed backup pending again.
   *
   * @param pending as it is from now on; its pending drive files are made pending, too
   * @param started the report of the start, if anybody wants one
   */
  Reopening reopen(Backup pending, Optional<ReportWithDeliveries> started);

  /**
   * Notes that a pending backup is to be stopped.
   *
   * @return false if there is none, or it has ended
   */
  boolean askCancel(UUID id);

  /** The pending backups of a process that are to be stopped. */
  List<UUID> cancelAsked(UUID nodeId);

  /** The pending backups of these processes. */
  List<Backup> pendingOf(List<UUID> nodeIds);

  /** The pending backups whose process has no record (any more). */
  List<Backup> pendingOfUnknownNodes();
}

package io.backupman.api;

import io.backupman.core.backup.BackupControl;
import io.backupman.core.backup.BackupRemover;
import io.backupman.core.backup.BackupStarter;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.backup.BackupWatch;
import io.backupman.core.download.Downloads;
import io.backupman.core.health.HealthCheck;
import io.backupman.core.notifier.NotifierReload;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.BulkResender;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.Resender;
import io.backupman.core.report.Trial;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the API needs of the core.
 *
 * @param starter starts backups
 * @param backups the records of backups
 * @param control acts on backups that have begun
 * @param remover removes backups
 * @param watch tells how far backups have come
 * @param downloads finds copies to download
 * @param reports the records of reports
 * @param resender sends reports again
 * @param bulkResender sends many reports again
 * @param trial tries notifiers out
 * @param notifiers the notifiers as they are now; asked at each request
 * @param reload replaces them
 * @param health looks at everything
 * @param databaseAway tells whether a failure means that the own database cannot be reached; such a
 *     failure is answered with 503, any other with 500
 */
public record Ports(
    BackupStarter starter,
    BackupStore backups,
    BackupControl control,
    BackupRemover remover,
    BackupWatch watch,
    Downloads downloads,
    ReportStore reports,
    Resender resender,
    BulkResender bulkResender,
    Trial trial,
    Supplier<Notifiers> notifiers,
    NotifierReload reload,
    HealthCheck health,
    Predicate<Throwable> databaseAway) {}

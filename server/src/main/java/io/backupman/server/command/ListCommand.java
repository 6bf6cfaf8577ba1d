package io.backupman.server.command;

import io.backupman.api.wire.BackupJson;
import io.backupman.api.wire.Json;
import io.backupman.api.wire.PageJson;
import io.backupman.api.wire.ReportJson;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.request.RequestProblem;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.server.app.Application;
import io.backupman.server.command.text.ListText;
import io.backupman.server.command.text.TimeText;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "list", description = "List backups or reports, the newest first.")
final class ListCommand implements Callable<Integer> {
  private static final int MOST = 1000;

  /** What there is to list. */
  enum Kind {
    BACKUPS,
    REPORTS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Root root;

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND",
      description = "${COMPLETION-CANDIDATES}; default: backups.")
  private Kind kind = Kind.BACKUPS;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "LABEL",
      description = "Only those of this data source.")
  private @Nullable String label;

  @Option(
      names = {"-s", "--status"},
      paramLabel = "STATUS",
      description = "Only those with this status: pending, finished or failed.")
  private @Nullable BackupStatus status;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = TimeText.class,
      description = "Only those from then on, such as 2025-07-02 or 2025-07-02T10:00:00Z.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = TimeText.class,
      description = "Only those from before then.")
  private @Nullable Instant until;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "So many at most; default: 20, at most 1000.")
  private int limit = 20;

  @Option(names = "--json", description = "As the HTTP API answers: JSON.")
  private boolean json;

  ListCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    requireLimit();
    try (var application = root.open(root.load(root.configFile(), root.silentLogs()))) {
      if (kind == Kind.BACKUPS) {
        backups(application);
      } else {
        reports(application);
      }
    }
    return ExitCode.OK;
  }

  private void requireLimit() {
    if (limit < 1 || limit > MOST) {
      throw RequestProblem.invalid(
          "--limit must be from 1 to %s, and is %s; --until shows what is older."
              .formatted(MOST, limit));
    }
  }

  private void backups(Application application) {
    var page =
        application
            .ports()
            .backups()
            .store()
            .list(new BackupQuery(limit, null, status, label, since, until));
    if (json) {
      root.out().println(Json.text(PageJson.of(page, BackupJson::of)));
      return;
    }
    page.results().forEach(backup -> root.out().println(ListText.of(backup)));
    end(page.results().isEmpty(), page.next() != null);
  }

  private void reports(Application application) {
    var page =
        application
            .ports()
            .reports()
            .store()
            .list(
                new ReportQuery(
                    limit,
                    null,
                    null,
                    status == null ? null : status.word(),
                    null,
                    null,
                    label,
                    null,
                    since,
                    until));
    if (json) {
      root.out().println(Json.text(PageJson.of(page, ReportJson::of)));
      return;
    }
    page.results().forEach(report -> root.out().println(ListText.of(report)));
    end(page.results().isEmpty(), page.next() != null);
  }

  /** Not among the results, which a pipe may read. */
  private void end(boolean none, boolean more) {
    if (none) {
      root.err().println("There are no such " + kind + ".");
    } else if (more) {
      root.err().println("There are more; --limit or --until shows them.");
    }
  }
}

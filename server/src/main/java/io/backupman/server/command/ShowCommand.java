package io.backupman.server.command;

import io.backupman.api.wire.BackupJson;
import io.backupman.api.wire.FullDeliveryJson;
import io.backupman.api.wire.FullReportJson;
import io.backupman.api.wire.Json;
import io.backupman.core.backup.Backup;
import io.backupman.core.report.Report;
import io.backupman.core.request.RequestProblem;
import io.backupman.server.app.Application;
import io.backupman.server.command.text.IdText;
import io.backupman.server.command.text.ShowText;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Show a backup with its copies, or a report with every attempt to deliver it.")
final class ShowCommand implements Callable<Integer> {
  private final Root root;

  @Parameters(
      paramLabel = "ID",
      converter = IdText.Converter.class,
      description = "The backup or the report; the end of its id will do.")
  private IdText id = new IdText("");

  @Option(names = "--json", description = "As the HTTP API answers: JSON.")
  private boolean json;

  ShowCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    try (var application = root.open(root.load(root.configFile(), root.silentLogs()))) {
      root.out().println(root.mask(text(application)));
    }
    return ExitCode.OK;
  }

  private String text(Application application) {
    return backup(application)
        .map(backup -> json ? Json.text(BackupJson.of(backup)) : ShowText.of(backup))
        .or(() -> report(application).map(report -> text(application, report)))
        .orElseThrow(
            () -> RequestProblem.notFound("There is no backup and no report with this id."));
  }

  private Optional<Backup> backup(Application application) {
    return found(() -> id.ofBackup(application))
        .flatMap(application.ports().backups().store()::find);
  }

  private Optional<Report> report(Application application) {
    return found(() -> id.ofReport(application))
        .flatMap(application.ports().reports().store()::find);
  }

  private static Optional<UUID> found(Callable<UUID> lookUp) {
    try {
      return Optional.of(lookUp.call());
    } catch (RequestProblem e) {
      if (e.kind() == RequestProblem.Kind.NOT_FOUND) {
        return Optional.empty(); // it may be of the other kind
      }
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(Application application, Report report) {
    var deliveries = application.ports().reports().store().deliveries(report.id());
    var attempts = application.ports().reports().store().attemptsByDelivery(report.id());
    return json
        ? Json.text(
            FullReportJson.of(
                report,
                deliveries.stream()
                    .map(d -> FullDeliveryJson.of(d, attempts.getOrDefault(d.id(), List.of())))
                    .toList()))
        : ShowText.of(report, deliveries, attempts);
  }
}

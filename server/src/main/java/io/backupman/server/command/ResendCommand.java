package io.backupman.server.command;

import io.backupman.core.audit.AuditAction;
import io.backupman.server.command.text.IdText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "resend",
    description = "Send a stored report again, and wait until the first attempts are made.")
final class ResendCommand implements Callable<Integer> {
  private final Root root;

  @Parameters(
      paramLabel = "REPORT_ID",
      converter = IdText.Converter.class,
      description = "The report; the end of its id will do.")
  private IdText reportId = new IdText("");

  @Option(
      names = "--notifier",
      paramLabel = "N",
      description = "Only through this notifier; may be given again.")
  private List<String> notifiers = List.of();

  @Option(
      names = "--destination",
      paramLabel = "D",
      description = "Only to this destination; may be given again.")
  private List<String> destinations = List.of();

  ResendCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws InterruptedException {
    var application = root.open(root.load(root.configFile(), root.silentLogs()));
    try (var lifetime = Lifetime.of(application)) {
      lifetime.start();
      var id = reportId.ofReport(application);
      var resender = application.ports().reports().resender();
      var deliveries =
          Recorded.in(application)
              .as(
                  AuditAction.RESEND_REPORT,
                  id.toString(),
                  () -> resender.resend(id, notifiers, destinations));
      new Progress(application, root).awaitAttempts(id, deliveries);
    }
    return ExitCode.OK;
  }
}

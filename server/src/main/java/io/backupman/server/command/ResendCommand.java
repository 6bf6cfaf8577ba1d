package io.backupman.server.command;

import io.backupman.server.command.text.IdText;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "resend",
    description = "Send a stored report again, and wait until the first attempts are made.")
final class ResendCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Root root;

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

  @Override
  public Integer call() throws InterruptedException {
    var parent = Parents.of(root);
    var application = parent.open(parent.load(parent.configFile(), parent.silentLogs()));
    try (var lifetime = Lifetime.of(application)) {
      lifetime.start();
      var id = reportId.ofReport(application);
      var deliveries = application.ports().reports().resender().resend(id, notifiers, destinations);
      new Progress(application, parent).awaitAttempts(id, deliveries);
    }
    return ExitCode.OK;
  }
}

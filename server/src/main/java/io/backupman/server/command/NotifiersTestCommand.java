package io.backupman.server.command;

import io.backupman.core.audit.AuditAction;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.resend.NotifierTester;
import io.backupman.core.request.RequestProblem;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    description = {
      "Send a test report through a notifier, once, in the way in which every report is sent, and"
          + " say how each destination did.",
      "Exit code 0 only if all have taken it."
    })
final class NotifiersTestCommand implements Callable<Integer> {
  private final Root root;

  @Parameters(paramLabel = "NAME", description = "The notifier's name in the configuration.")
  private String name = "";

  @Option(
      names = "--destination",
      paramLabel = "D",
      description = "Only to this destination; may be given again.")
  private List<String> destinations = List.of();

  NotifiersTestCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws InterruptedException {
    var application = root.open(root.load(root.configFile(), root.silentLogs()));
    try (var lifetime = Lifetime.of(application)) {
      lifetime.start();
      var tester = application.ports().notifiers().tester();
      var results =
          Recorded.in(application)
              .as(AuditAction.TEST_NOTIFIER, name, () -> tester.test(name, destinations));
      results.forEach(result -> print(result, root.out()));
      return results.stream().allMatch(NotifierTester.Result::delivered)
          ? ExitCode.OK
          : ExitCode.SOFTWARE;
    } catch (RequestProblem e) {
      if (e.kind() != RequestProblem.Kind.NOT_FOUND) {
        throw e;
      }
      root.err().println(e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private void print(NotifierTester.Result result, PrintWriter out) {
    var every = result.destination().equals(Delivery.EVERY_DESTINATION);
    out.printf(
        "%-6s %s (%s ms)%s%n",
        result.delivered() ? "ok" : "failed",
        every ? name : name + " / " + result.destination(),
        result.duration().toMillis(),
        result.detail().isEmpty() ? "" : ": " + result.detail().lines().findFirst().orElse(""));
    out.flush();
  }
}

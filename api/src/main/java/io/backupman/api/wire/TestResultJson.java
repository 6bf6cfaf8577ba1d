package io.backupman.api.wire;

import io.backupman.core.report.resend.NotifierTester;
import java.util.List;

/** The result of a notifier's test: how each destination did. */
public record TestResultJson(List<ResultJson> results) {

  /** The answer to a test. */
  public static TestResultJson of(List<NotifierTester.Result> results) {
    return new TestResultJson(results.stream().map(ResultJson::of).toList());
  }

  /** How one destination did. */
  public record ResultJson(String destination, String status, String detail, long durationMs) {
    static ResultJson of(NotifierTester.Result result) {
      return new ResultJson(
          result.destination(),
          result.delivered() ? "delivered" : "failed",
          result.detail(),
          result.duration().toMillis());
    }
  }
}

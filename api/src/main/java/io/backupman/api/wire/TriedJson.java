package io.backupman.api.wire;

import io.backupman.core.report.Trial;
import java.util.List;

/** How a notifier did that was tried out. */
public record TriedJson(List<ResultJson> results) {

  /** The answer to a test. */
  public static TriedJson of(List<Trial.Result> results) {
    return new TriedJson(results.stream().map(ResultJson::of).toList());
  }

  /** How one destination did. */
  public record ResultJson(String destination, String status, String detail, long durationMs) {
    static ResultJson of(Trial.Result result) {
      return new ResultJson(
          result.destination(),
          result.delivered() ? "delivered" : "failed",
          result.detail(),
          result.duration().toMillis());
    }
  }
}

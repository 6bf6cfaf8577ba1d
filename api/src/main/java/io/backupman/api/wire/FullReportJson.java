package io.backupman.api.wire;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.backupman.core.report.Report;
import java.util.List;

/** A report with all attempts of its deliveries, followed by the payload just as it is stored. */
public record FullReportJson(
    @JsonUnwrapped ReportJson<FullDeliveryJson> report, @JsonRawValue String payload) {

  /** The report with these deliveries. */
  public static FullReportJson of(Report report, List<FullDeliveryJson> deliveries) {
    return new FullReportJson(ReportJson.of(report, deliveries), report.payload());
  }
}

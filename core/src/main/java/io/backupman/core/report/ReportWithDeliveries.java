package io.backupman.core.report;

import java.util.List;

/**
 * A report with its deliveries.
 *
 * @param report the report
 * @param deliveries its deliveries in the order they were made
 */
public record ReportWithDeliveries(Report report, List<Delivery> deliveries) {}

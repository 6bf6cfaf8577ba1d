package io.backupman.api.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** All that is measured. Safe for use by several threads. */
final class Instruments {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final BackupCounts backups;
  private final DeliveryCounts deliveries;
  private final Counter wrongKeys;
  private final RecordGauges records;
  private final ProcessGauges process;
  private @Nullable ExpositionFormats formats;

  Instruments(Measured measured) {
    var routes = new RouteLabels(measured.notifiers());
    var values = new Values(registry);
    backups = new BackupCounts(measured, values);
    deliveries = new DeliveryCounts(routes, values);
    records = new RecordGauges(measured, routes, values);
    process = new ProcessGauges(measured, values);
    wrongKeys = values.counter("backupman_wrong_api_keys_total", "Requests with a wrong API key.");
  }

  BackupCounts backups() {
    return backups;
  }

  DeliveryCounts deliveries() {
    return deliveries;
  }

  void wrongKey() {
    wrongKeys.inc();
  }

  Exposition exposition(@Nullable String accept) {
    var writer = formats().findWriter(accept);
    records.begin();
    process.begin();
    deliveries.keepUp();
    var body = new ByteArrayOutputStream();
    try {
      writer.write(body, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // never in memory
    }
    return new Exposition(writer.getContentType(), body.toString(StandardCharsets.UTF_8));
  }

  /** What the JVM tells of itself takes long to begin with, so only for whoever asks. */
  private synchronized ExpositionFormats formats() {
    var known = formats;
    if (known == null) {
      JvmMemoryMetrics.builder().register(registry);
      JvmThreadsMetrics.builder().register(registry);
      JvmGarbageCollectorMetrics.builder().register(registry);
      JvmRuntimeInfoMetric.builder().register(registry);
      ProcessMetrics.builder().register(registry);
      known = ExpositionFormats.init();
      formats = known;
    }
    return known;
  }
}

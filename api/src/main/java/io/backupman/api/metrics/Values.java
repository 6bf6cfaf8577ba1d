package io.backupman.api.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds what is measured: values that are asked for when somebody wants to know them, counts, and
 * distributions.
 *
 * @param registry what is measured
 */
record Values(PrometheusRegistry registry) {

  /**
   * Adds a value, or one for each set of labels.
   *
   * @param values tells them, if there are any
   */
  void gauge(
      String name, String help, Consumer<GaugeWithCallback.Callback> values, String... labelNames) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labelNames)
        .callback(values)
        .register(registry);
  }

  /** Adds a count, or one for each set of labels. */
  Counter counter(String name, String help, String... labelNames) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(labelNames)
        .withoutExemplars()
        .register(registry);
  }

  /**
   * Adds a distribution, or one for each set of labels.
   *
   * @param bounds how large what each bucket counts may be
   */
  Histogram histogram(String name, String help, double[] bounds, String... labelNames) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(labelNames)
        .classicOnly()
        .classicUpperBounds(bounds)
        .withoutExemplars()
        .register(registry);
  }

  /** Tells a value that may not be known. */
  static void call(GaugeWithCallback.Callback gauge, @Nullable Number value, String... labels) {
    if (value != null) {
      gauge.call(value.doubleValue(), labels);
    }
  }

  /** A time as Prometheus has it: in seconds since 1970. */
  static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }

  /** A duration in seconds. */
  static @Nullable Double seconds(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis() / 1000.0;
  }
}

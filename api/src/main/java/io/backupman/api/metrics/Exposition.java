package io.backupman.api.metrics;

/**
 * All that was measured, in one of the formats of Prometheus.
 *
 * @param contentType the format, for the header of that name
 * @param body the text
 */
public record Exposition(String contentType, String body) {}

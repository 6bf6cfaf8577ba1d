package io.backupman.core.metrics;

import io.backupman.core.report.Route;
import java.time.Instant;

/**
 * The deliveries of a route that have not ended: they wait, or are being sent.
 *
 * @param route the route
 * @param count how many, at least 1
 * @param oldestSince when the oldest of them was made
 */
public record WaitingDeliveries(Route route, long count, Instant oldestSince) {}

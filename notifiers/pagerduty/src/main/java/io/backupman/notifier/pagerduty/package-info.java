/**
 * The channel {@code pagerduty}: triggers and resolves alerts through the Events API v2
 * (https://developer.pagerduty.com/docs/events-api-v2-overview).
 */
@NullMarked
package io.backupman.notifier.pagerduty;

import org.jspecify.annotations.NullMarked;

package io.backupman.core.backup;

import io.backupman.core.schedule.TimeZones;

/**
 * What a report says of where it was written.
 *
 * @param hostName the name of the machine
 * @param timeZones in which people are told times
 */
public record Site(String hostName, TimeZones timeZones) {}

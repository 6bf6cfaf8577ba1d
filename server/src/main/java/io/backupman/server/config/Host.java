package io.backupman.server.config;

import java.time.Clock;

/**
 * What notifiers are told about this Backupman.
 *
 * @param version its version, such as {@code 1.2.0}
 * @param hostName the name of the machine
 * @param clock the clock to use
 */
public record Host(String version, String hostName, Clock clock) {}

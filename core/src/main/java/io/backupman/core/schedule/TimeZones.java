package io.backupman.core.schedule;

import java.time.ZoneId;
import java.util.Map;

/**
 * On whose clocks data sources are backed up, and people are told times.
 *
 * @param ofAll where a data source says nothing of its own, and of what is about none
 * @param ofSources by label
 */
public record TimeZones(ZoneId ofAll, Map<String, ZoneId> ofSources) {
  /** Where nobody says anything: what the machine's zone is changes nothing. */
  public static final TimeZones UTC = new TimeZones(ZoneId.of("UTC"), Map.of());

  /** Copies the map. */
  public TimeZones {
    ofSources = Map.copyOf(ofSources);
  }

  /** The time zone of a data source. */
  public ZoneId of(String label) {
    return ofSources.getOrDefault(label, ofAll);
  }
}

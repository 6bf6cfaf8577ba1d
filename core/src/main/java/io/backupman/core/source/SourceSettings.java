package io.backupman.core.source;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What every data source has.
 *
 * @param label its unique label
 * @param provider its kind as the configuration calls it
 * @param tmpFolder where its dumps are written
 * @param compression how they are compressed
 * @param timeout how long a dump or an upload may take
 * @param sizeDropAlarm by how many per cent a dump may be smaller than usual before the report says
 *     so, 1 to 100; 0 if it never does
 */
public record SourceSettings(
    String label,
    String provider,
    Path tmpFolder,
    Compression compression,
    Duration timeout,
    int sizeDropAlarm) {

  /** The usual alarm. */
  public static final int USUAL_SIZE_DROP_ALARM = 50;

  /** With the usual alarm. */
  public SourceSettings(
      String label, String provider, Path tmpFolder, Compression compression, Duration timeout) {
    this(label, provider, tmpFolder, compression, timeout, USUAL_SIZE_DROP_ALARM);
  }

  /** The same settings, but dumps are written into the owner's subfolder. */
  public SourceSettings ownedBy(Owner owner) {
    return new SourceSettings(
        label, provider, owner.within(tmpFolder), compression, timeout, sizeDropAlarm);
  }
}

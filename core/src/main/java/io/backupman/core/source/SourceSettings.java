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
 */
public record SourceSettings(
    String label, String provider, Path tmpFolder, Compression compression, Duration timeout) {}

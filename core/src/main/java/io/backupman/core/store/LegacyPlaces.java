package io.backupman.core.store;

import io.backupman.core.drive.DriveSettings;
import io.backupman.core.drive.GoogleDriveSettings;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.source.DataSourceSettings;
import io.backupman.core.source.SourceSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where what heryTz/backupman has recorded is found by the configuration of now. That program
 * writes paths as the configuration has them, so relative ones belong to the folder that it was
 * started in, which nobody recorded; but its files always lie right in the folder of their drive or
 * data source.
 *
 * @param sources the data sources, labels unique
 * @param drives the drives, labels unique
 */
public record LegacyPlaces(List<DataSourceSettings> sources, List<DriveSettings> drives) {
  private static final String UNKNOWN = "unknown";

  /** Copies the lists. */
  public LegacyPlaces {
    sources = List.copyOf(sources);
    drives = List.copyOf(drives);
  }

  /** The kind of a data source. */
  String provider(String label) {
    return source(label).map(SourceSettings::provider).orElse(UNKNOWN);
  }

  /** Where a dump is, if it is in the folder of its data source: only there it may be removed. */
  Optional<String> dump(String label, String path) {
    return source(label).map(SourceSettings::tmpFolder).flatMap(folder -> in(folder, path));
  }

  private Optional<SourceSettings> source(String label) {
    return sources.stream()
        .map(DataSourceSettings::common)
        .filter(source -> source.label().equals(label))
        .findFirst();
  }

  /** Where a copy on a drive is, as the drive itself would say. */
  String copy(String provider, String label, String path) {
    return drives.stream()
        .filter(drive -> drive.label().equals(label) && drive.provider().equals(provider))
        .findFirst()
        .map(drive -> on(drive, path))
        .orElse(path);
  }

  /** Whether a copy that is at a path is where that program has recorded it. */
  static boolean isAsRecorded(String provider, String path, String recorded) {
    try {
      return !provider.equals("local") || Path.of(path).endsWith(Path.of(recorded).normalize());
    } catch (InvalidPathException e) {
      return true; // nothing was looked for
    }
  }

  private static String on(DriveSettings drive, String path) {
    if (drive instanceof LocalDriveSettings local) {
      return inFolder(local.folder(), path);
    }
    // On S3 it is the object's whole key.
    return drive instanceof GoogleDriveSettings google ? google.path(path) : path;
  }

  private static String inFolder(Path folder, String path) {
    return in(folder, path)
        .map(found -> isElsewhere(path, found) ? normal(path) : found)
        .orElse(path);
  }

  private static boolean isElsewhere(String recorded, String found) {
    return Path.of(recorded).isAbsolute()
        && (Files.exists(Path.of(recorded)) || !Files.exists(Path.of(found)));
  }

  private static String normal(String path) {
    return Path.of(path).normalize().toString();
  }

  /** What has the same name in a folder; empty if the path ends without a name. */
  private static Optional<String> in(Path folder, String path) {
    try {
      var name = Path.of(path).normalize().getFileName();
      var own = folder.toAbsolutePath().normalize();
      return name == null || !own.equals(own.resolve(name).normalize().getParent())
          ? Optional.empty()
          : Optional.of(own.resolve(name).toString());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}

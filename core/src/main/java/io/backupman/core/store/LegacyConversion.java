package io.backupman.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupTrigger;
import io.backupman.core.drive.DriveSettings;
import io.backupman.core.store.engine.LegacyTables;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of ours out of those of heryTz/backupman. A backup is finished only if that program
 * has finished it and each of its copies is one of it alone; what had not ended has failed. Sizes
 * and checksums are not known.
 *
 * @param places where things are
 * @param now the time of what has none
 */
record LegacyConversion(LegacyPlaces places, Instant now) {
  private static final UUID NO_NODE = new UUID(0, 0);
  private static final int UUID_LENGTH = 36;
  private static final long RANDOM_OF_A_SECOND_LONG = 0xFFFL;
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long RANDOM_OF_A_VARIANT = 0x3FFF_FFFF_FFFF_FFFFL;

  private static final String PROGRAM = LegacyTables.PROGRAM;

  Backup backup(LegacyBackup legacy) {
    var createdAt = Objects.requireNonNullElse(legacy.createdAt(), now);
    var endedAt = later(createdAt, legacy.updatedAt());
    var id = timeOrdered(legacy.id(), createdAt);
    var copies = copies(legacy, id, createdAt);
    var error = error(legacy, copies);
    var dump = legacy.dumpPath();
    return new Backup(
        BackupReport.builder(
                id,
                error == null ? BackupStatus.FINISHED : BackupStatus.FAILED,
                legacy.label(),
                createdAt)
            .provider(places.provider(legacy.label()))
            .trigger(BackupTrigger.IMPORT.word())
            .dumpPath(dump == null ? null : places.dump(legacy.label(), dump).orElse(null))
            .startedAt(createdAt)
            .finishedAt(endedAt)
            .updatedAt(endedAt)
            .error(error)
            .driveFiles(copies)
            .build(),
        null,
        NO_NODE);
  }

  /** Retention must not take it for older than that program would. */
  private static Instant later(Instant createdAt, @Nullable Instant updatedAt) {
    return updatedAt == null || updatedAt.isBefore(createdAt) ? createdAt : updatedAt;
  }

  private static @Nullable String error(LegacyBackup legacy, List<DriveFile> copies) {
    return switch (legacy.status()) {
      case "finished" -> errorOfFinished(legacy, copies);
      case "failed" -> PROGRAM + " has not recorded why it failed.";
      case "pending" -> "interrupted: " + PROGRAM + " has not ended it.";
      default -> PROGRAM + " has recorded a status that is none: " + legacy.status() + ".";
    };
  }

  private static @Nullable String errorOfFinished(LegacyBackup legacy, List<DriveFile> copies) {
    if (legacy.copies().isEmpty()) {
      return PROGRAM + " has recorded no copy of it.";
    }
    var errors =
        copies.stream()
            .filter(copy -> copy.error() != null)
            .map(copy -> copy.label() + ": " + copy.error())
            .collect(Collectors.joining(" "));
    return errors.isEmpty() ? null : errors;
  }

  private List<DriveFile> copies(LegacyBackup legacy, UUID id, Instant createdAt) {
    var recorded = legacy.copies().stream().map(copy -> copy(copy, id));
    var missing = missing(legacy).map(drive -> nothing(drive, legacy.id(), id, createdAt));
    return Stream.concat(recorded, missing).toList();
  }

  /**
   * That program records a copy when it begins with it, and a retry stores copies on the drives
   * that a record names: without these, one that was killed would finish with fewer copies.
   */
  private Stream<DriveSettings> missing(LegacyBackup legacy) {
    var labels = legacy.copies().stream().map(LegacyBackup.Copy::label).toList();
    return labels.isEmpty() || legacy.status().equals("pending")
        ? places.drives().stream().filter(drive -> !labels.contains(drive.label()))
        : Stream.of();
  }

  private static DriveFile nothing(
      DriveSettings drive, String legacyId, UUID id, Instant createdAt) {
    return DriveFile.builder(
            named(legacyId + "/" + drive.label()), id, drive.provider(), drive.label(), createdAt)
        .status(BackupStatus.FAILED)
        .error(PROGRAM + " has stored nothing here.")
        .build();
  }

  private DriveFile copy(LegacyBackup.Copy legacy, UUID backupId) {
    var createdAt = Objects.requireNonNullElse(legacy.createdAt(), now);
    var path = path(legacy);
    return DriveFile.builder(
            identifier(legacy.id()), backupId, legacy.provider(), legacy.label(), createdAt)
        .status(path == null ? BackupStatus.FAILED : BackupStatus.FINISHED)
        .updatedAt(legacy.updatedAt())
        .path(path)
        .error(error(legacy))
        .build();
  }

  private @Nullable String path(LegacyBackup.Copy legacy) {
    var path = legacy.path();
    return path == null
            || !legacy.status().equals("finished")
            || legacy.name() == LegacyBackup.Name.GIVEN_UP
            || legacy.name() == LegacyBackup.Name.ELSEWHERE
        ? null
        : places.copy(legacy.provider(), legacy.label(), path);
  }

  private static @Nullable String error(LegacyBackup.Copy legacy) {
    return switch (legacy.status()) {
      case "finished" ->
          legacy.path() == null ? PROGRAM + " has not recorded where it is." : errorOfName(legacy);
      case "failed" -> PROGRAM + " has not recorded why it failed.";
      case "pending" -> "interrupted: " + PROGRAM + " has not ended it.";
      default -> PROGRAM + " has recorded a status that is none: " + legacy.status() + ".";
    };
  }

  private static @Nullable String errorOfName(LegacyBackup.Copy legacy) {
    return switch (legacy.name()) {
      case UNIQUE -> null;
      case SHARED ->
          "%s has stored several backups as %s within one second: nobody can tell which of them this is."
              .formatted(PROGRAM, legacy.path());
      case GIVEN_UP ->
          "%s has stored several backups as %s within one second: another one may have replaced this."
              .formatted(PROGRAM, legacy.path());
      case ELSEWHERE ->
          "%s has stored it as %s; what has this name in the folder of the drive is another one."
              .formatted(PROGRAM, legacy.path());
    };
  }

  /**
   * An identifier of version 7, because ours sort by time: the time in place of the first 48 of a
   * version 4's random bits. The rest stays, so that its last 19 digits are the same.
   */
  static UUID timeOrdered(String id, Instant time) {
    var random = identifier(id);
    var milli = IdBounds.lowest(time).getMostSignificantBits() >>> 16 << 16;
    return new UUID(
        milli | VERSION_7 | (random.getMostSignificantBits() & RANDOM_OF_A_SECOND_LONG),
        VARIANT | (random.getLeastSignificantBits() & RANDOM_OF_A_VARIANT));
  }

  private static UUID identifier(String id) {
    try {
      return id.length() == UUID_LENGTH ? UUID.fromString(id) : named(id);
    } catch (IllegalArgumentException e) {
      return named(id);
    }
  }

  private static UUID named(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
  }
}

package io.backupman.core.download;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.drive.Drive;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.request.RequestProblem;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds copies to download, and makes links to them. Safe for use by several threads. */
public final class Downloads {
  /** How long a link is good. */
  public static final Duration LIFE = Duration.ofMinutes(15);

  /** How far the clocks of two servers may be apart. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]+");
  private static final Comparator<DriveFile> LOCAL_FIRST =
      Comparator.comparing(file -> !file.provider().equals("local"));

  private final BackupStore store;
  private final List<Drive> drives;
  private final LinkSigner signer;
  private final Clock clock;

  /**
   * Finds copies.
   *
   * @param store has the records
   * @param drives the drives
   * @param keys has the key that links are signed with
   * @param clock tells when a link is over
   */
  public Downloads(BackupStore store, List<Drive> drives, SigningKeys keys, Clock clock) {
    this.store = store;
    this.drives = List.copyOf(drives);
    this.signer = new LinkSigner(keys);
    this.clock = clock;
  }

  /**
   * A link to a copy of a backup.
   *
   * @param driveFileId the copy; if it is not given, the first one that can be read, local ones
   *     first
   * @param owner stands for the key of whoever asks: the link is good as long as that key is
   * @throws RequestProblem if there is no such backup or no such copy of it (not found), if none is
   *     finished (conflict), or if none can be read now (unavailable)
   * @throws InterruptedException if the thread was interrupted
   */
  public Link link(UUID backupId, @Nullable UUID driveFileId, String owner)
      throws InterruptedException {
    var backup = store.existing(backupId);
    var file = driveFileId == null ? readable(backup) : chosen(backup, driveFileId);
    var expiresAt = clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
    var signature = signer.sign(file.id(), expiresAt.getEpochSecond(), owner);
    return new Link(file.id(), expiresAt, signature);
  }

  private static DriveFile chosen(Backup backup, UUID driveFileId) {
    var file =
        backup.driveFiles().stream()
            .filter(f -> f.id().equals(driveFileId))
            .findFirst()
            .orElseThrow(() -> unknown());
    return requireFinished(file);
  }

  private DriveFile readable(Backup backup) throws InterruptedException {
    var failures = new ArrayList<String>();
    for (var file : backup.driveFiles().stream().sorted(LOCAL_FIRST).toList()) {
      if (file.status() == BackupStatus.FINISHED) {
        try {
          opened(file);
          return file;
        } catch (RequestProblem e) {
          failures.add(String.valueOf(e.getMessage()));
        }
      }
    }
    if (failures.isEmpty()) {
      throw RequestProblem.conflict("No drive holds a copy of this backup.");
    }
    throw RequestProblem.unavailable(String.join(" ", failures));
  }

  /**
   * Whether a link to this copy was made here and is not over.
   *
   * @param owners stand for the keys that are good now: a link ends with the key it was made with
   */
  public boolean isGood(
      UUID driveFileId, Instant expiresAt, Collection<String> owners, String signature) {
    return signer.isRight(driveFileId, expiresAt.getEpochSecond(), owners, signature)
        && isSoonOver(expiresAt);
  }

  /**
   * Whether a link ends soon: one that was made while the clock was ahead would be good for too
   * long.
   */
  private boolean isSoonOver(Instant expiresAt) {
    var now = clock.instant();
    return now.isBefore(expiresAt) && !expiresAt.isAfter(now.plus(LIFE).plus(CLOCKS_APART));
  }

  /**
   * A copy, to read it.
   *
   * @throws RequestProblem if there is none (not found), if it is not finished (conflict), or if it
   *     cannot be read now (unavailable)
   * @throws InterruptedException if the thread was interrupted
   */
  public Download open(UUID driveFileId) throws InterruptedException {
    var file =
        store.findByCopy(driveFileId).stream()
            .flatMap(backup -> backup.driveFiles().stream())
            .filter(f -> f.id().equals(driveFileId))
            .findFirst()
            .orElseThrow(Downloads::unknown);
    var copy = opened(requireFinished(file));
    return new Download(name(file), tag(file), copy);
  }

  private static RequestProblem unknown() {
    return RequestProblem.notFound("There is no copy with this id.");
  }

  private static DriveFile requireFinished(DriveFile file) {
    if (file.status() != BackupStatus.FINISHED) {
      throw RequestProblem.conflict(
          "The copy on \"" + file.label() + "\" is " + file.status().word() + ".");
    }
    return file;
  }

  private StoredCopy opened(DriveFile file) throws InterruptedException {
    var drive =
        drives.stream()
            .filter(d -> d.label().equals(file.label()))
            .findFirst()
            .orElseThrow(
                () ->
                    RequestProblem.unavailable(
                        file.label() + ": There is no such drive in the configuration any more."));
    try {
      var copy = drive.open(path(file));
      requireSize(file, copy);
      return copy;
    } catch (DriveException e) {
      throw RequestProblem.unavailable(file.label() + ": " + e.getMessage());
    }
  }

  /** What was stored was compared then; what has become of it since is not given out. */
  private static void requireSize(DriveFile file, StoredCopy copy) {
    var recorded = file.sizeBytes();
    if (recorded != null && recorded != copy.sizeBytes()) {
      throw RequestProblem.unavailable(
          "%s: %s has %s bytes, but %s were stored: it is damaged."
              .formatted(file.label(), path(file), copy.sizeBytes(), recorded));
    }
  }

  private static String path(DriveFile file) {
    return Objects.requireNonNull(file.path(), "A finished copy is somewhere");
  }

  private static String name(DriveFile file) {
    var path = path(file);
    var last = path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
    return UNSAFE.matcher(last).replaceAll("_");
  }

  /** A retry may store other bytes under the same identifier. */
  private static String tag(DriveFile file) {
    var changed = file.updatedAt() == null ? file.createdAt() : file.updatedAt();
    return file.id() + "-" + file.sizeBytes() + "-" + changed.toEpochMilli();
  }
}

package io.backupman.core.backup;

import io.backupman.core.file.Folders;
import io.backupman.core.source.DumpFileName;
import io.backupman.core.source.DumpName;
import io.backupman.core.source.Owner;
import io.backupman.core.source.SourceSettings;
import io.backupman.notifier.spi.BackupStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Removes what no backup refers to any more: dumps and their helpers in the folders for temporary
 * files, and half-written copies on local drives. Folders may be shared with other programs and
 * servers: the subfolders of other owners are never entered, what has another name than a dump of a
 * known label would have is never touched, and nothing younger than a day. Safe for use by several
 * processes.
 *
 * <p>Versions that knew no owners wrote into the folders for temporary files themselves. What they
 * have left there is removed, too; but where another owner is, only what these records know.
 */
public final class OrphanedFiles {
  private static final System.Logger LOG = System.getLogger(OrphanedFiles.class.getName());

  /** Longer than anything stands still that is still being written. */
  private static final Duration LEAST_AGE = Duration.ofDays(1);

  private static final int MOST_OF_A_SECOND = 1_000;

  private final BackupStore store;
  private final RemovalStore removals;
  private final List<SourceSettings> sources;
  private final Owner owner;
  private final List<Path> driveFolders;
  private final Clock clock;

  /**
   * Removes orphans.
   *
   * @param store has the backups
   * @param removals has their labels, also of data sources that are not configured any more
   * @param sources the data sources, with the folders for temporary files that are configured
   * @param owner whose subfolders of them are looked into
   * @param driveFolders the folders of local drives; one that is a temporary folder, too, holds
   *     copies, so that no dump there is an orphan
   * @param clock tells how old files are
   */
  public OrphanedFiles(
      BackupStore store,
      RemovalStore removals,
      List<SourceSettings> sources,
      Owner owner,
      List<Path> driveFolders,
      Clock clock) {
    this.store = store;
    this.removals = removals;
    this.sources = List.copyOf(sources);
    this.owner = owner;
    this.driveFolders = List.copyOf(driveFolders);
    this.clock = clock;
  }

  /** Looks once. */
  public void remove() {
    var labels = new TreeSet<>(removals.labels());
    sources.forEach(source -> labels.add(source.label()));
    var drives = existing(driveFolders);
    var tmpFolders = existing(sources.stream().map(SourceSettings::tmpFolder).toList());
    existing(tmpFolders.stream().map(owner::within).toList())
        .forEach(folder -> remove(folder, labels, DumpFileName::inTmpFolder, false));
    tmpFolders.removeAll(drives);
    for (var folder : tmpFolders) {
      claim(folder);
      remove(folder, labels, DumpFileName::inTmpFolder, isShared(folder));
    }
    drives.forEach(folder -> remove(folder, labels, DumpFileName::halfOnDrive, false));
  }

  /** So that other owners see that they share the folder. */
  private void claim(Path tmpFolder) {
    try {
      Folders.make(owner.within(tmpFolder));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Nothing can be written in " + tmpFolder + ".", e);
    }
  }

  /** Whether other records have files there, as far as one can see. */
  private boolean isShared(Path tmpFolder) {
    try (var entries = Files.list(tmpFolder)) {
      return entries.anyMatch(entry -> owner.isOthers(entry.getFileName().toString()));
    } catch (IOException | UncheckedIOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Who uses " + tmpFolder + " could not be seen.", e);
      return true;
    }
  }

  /** Each once, however it is written. */
  private static Set<Path> existing(Collection<Path> folders) {
    return folders.stream()
        .flatMap(folder -> real(folder).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Optional<Path> real(Path folder) {
    try {
      return Files.isDirectory(folder) ? Optional.of(folder.toRealPath()) : Optional.empty();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "There is nothing to be looked at.", e);
      return Optional.empty();
    }
  }

  private void remove(
      Path folder,
      Collection<String> labels,
      BiFunction<String, Collection<String>, Optional<DumpFileName>> recognition,
      boolean isShared) {
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        recognition
            .apply(file.getFileName().toString(), labels)
            .filter(own -> !isShared || isRecorded(own))
            .ifPresent(own -> remove(file, own));
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "OrphanedFiles in " + folder + " could not be looked for.",
          e);
    }
  }

  private void remove(Path file, DumpFileName own) {
    try {
      // Of a link, not of what it leads to.
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      var written = attributes.lastModifiedTime().toInstant();
      if (attributes.isRegularFile() && isOld(written) && !isReferredTo(own, file)) {
        Files.delete(file);
        LOG.log(
            System.Logger.Level.INFO,
            "Removed {0} ({1} bytes, written at {2}): no backup refers to it any more.",
            file,
            String.valueOf(attributes.size()),
            written);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The orphan " + file + " could not be removed.", e);
    }
  }

  private boolean isOld(Instant written) {
    return written.isBefore(clock.instant().minus(LEAST_AGE));
  }

  private boolean isReferredTo(DumpFileName own, Path file) {
    return own.second().isPresent()
        ? backups(own).anyMatch(backup -> needs(backup, file))
        : isRunning(own.label());
  }

  private boolean isRecorded(DumpFileName own) {
    return backups(own).findAny().isPresent();
  }

  /** The backups whose dump a file may be. */
  private Stream<Backup> backups(DumpFileName own) {
    return own.second().stream()
        .flatMap(second -> of(second).stream())
        .filter(b -> own.isDumpOf(b.label(), b.snapshot().createdAt(), b.id()));
  }

  /** A pending one is writing it, a retry of a failed one takes it, or it is a copy. */
  private static boolean needs(Backup backup, Path file) {
    return backup.status() == BackupStatus.PENDING
        || (backup.status() == BackupStatus.FAILED && isNamedAs(backup.snapshot().dumpPath(), file))
        || backup.driveFiles().stream()
            .flatMap(copy -> Stream.ofNullable(copy.path()))
            .anyMatch(path -> isSame(path, file));
  }

  /** The record may be that of another machine, where the folder has another path. */
  private static boolean isNamedAs(@Nullable String path, Path file) {
    return path != null && file.getFileName().toString().equals(DumpName.inPath(path));
  }

  private static boolean isSame(String path, Path file) {
    try {
      return Folders.isSameEntry(Path.of(path), file);
    } catch (IOException | InvalidPathException e) {
      return false; // it is on a drive of another kind, or is not there
    }
  }

  private List<Backup> of(Instant second) {
    var query = new BackupQuery(MOST_OF_A_SECOND, null, null, null, second, second.plusSeconds(1));
    return store.list(query).results();
  }

  private boolean isRunning(String label) {
    return !store
        .list(new BackupQuery(1, null, BackupStatus.PENDING, label, null, null))
        .results()
        .isEmpty();
  }
}

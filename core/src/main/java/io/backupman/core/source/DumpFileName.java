package io.backupman.core.source;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file that only a dump of this data source can have made, as its name says: a dump, half-written
 * or whole, or what it needs meanwhile.
 *
 * @param label the data source, or one of several whose names look alike
 * @param second when the backup was created; empty for what has the same name each time
 * @param stem the name without its endings
 */
public record DumpFileName(String label, Optional<Instant> second, String stem) {
  private static final String STEM =
      "(?<stem>(?<slug>[a-z0-9]+(?:-[a-z0-9]+)*)-(?<time>[0-9]{14})-[0-9a-f]{8})";

  /** None if it is the first. */
  private static final String RUN = "(?:-[0-9]+)?";

  private static final String TYPE = "\\.(?:sql|dump|db)(?:\\.gz|\\.zst)?";

  /** Whole or not, as it is or encrypted. */
  private static final Pattern IN_TMP_FOLDER =
      Pattern.compile(STEM + RUN + TYPE + "(?:\\.to-[0-9a-f]+\\.age)?(?:\\.part)?");

  /** Of whatever run, as it is or encrypted. */
  private static final Pattern HALF_ON_DRIVE =
      Pattern.compile("\\." + STEM + RUN + TYPE + "(?:\\.age)?\\.part");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

  /** The file of this name in a folder for temporary files, if it is one of these labels. */
  public static Optional<DumpFileName> inTmpFolder(String name, Collection<String> labels) {
    return dump(IN_TMP_FOLDER, name, labels).or(() -> beside(name, labels));
  }

  /** The half-written copy of this name in a drive's folder, if it is one of these labels. */
  public static Optional<DumpFileName> halfOnDrive(String name, Collection<String> labels) {
    return dump(HALF_ON_DRIVE, name, labels);
  }

  private static Optional<DumpFileName> dump(
      Pattern names, String name, Collection<String> labels) {
    var matcher = names.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return labels.stream()
        .filter(label -> DumpName.slug(label).equals(matcher.group("slug")))
        .findFirst()
        .flatMap(
            label ->
                second(matcher.group("time"))
                    .map(at -> new DumpFileName(label, Optional.of(at), matcher.group("stem"))));
  }

  private static Optional<Instant> second(String digits) {
    try {
      return Optional.of(LocalDateTime.parse(digits, TIME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // digits that are no time are not ours
    }
  }

  private static Optional<DumpFileName> beside(String name, Collection<String> labels) {
    return labels.stream()
        .filter(
            label ->
                Stream.of(TempFileKind.values()).anyMatch(kind -> kind.nameFor(label).equals(name)))
        .findFirst()
        .map(label -> new DumpFileName(label, Optional.empty(), name));
  }

  /** Whether it is the dump of this backup. */
  public boolean isDumpOf(String backupLabel, Instant createdAt, UUID backupId) {
    return second.isPresent()
        && new DumpName(backupLabel, createdAt, backupId).toString().equals(stem);
  }
}

package io.backupman.core.source;

import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What the file of a dump is called: {@code mysql-1-20250702100000-1b0e1b0f.sql.gz}. The names of a
 * label sort by time; the last eight digits of the backup's identifier, which are random in a
 * UUIDv7, keep two of the same second apart.
 *
 * @param label the data source's label, in any language
 * @param createdAt when the backup was created
 * @param backupId the backup's identifier
 */
public record DumpName(String label, Instant createdAt, UUID backupId) {
  private static final int MAX_SLUG = 40;
  private static final int SHORT_ID = 8;
  private static final String FALLBACK = "backup";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern UNSAFE = Pattern.compile("[^a-z0-9]+");
  private static final Pattern OUTER_DASHES = Pattern.compile("^-|-$");
  private static final Pattern NO_LETTERS = Pattern.compile("[0-9-]+");

  /** The file's whole name. */
  public String file(DataSource source) {
    return this + "." + source.fileType() + source.settings().compression().suffix();
  }

  /** The whole name of the dump that this run writes, from 1. */
  public String ofRun(DataSource source, int run) {
    return ofRun(file(source), run);
  }

  /**
   * What a file of that name is called if it is not the first run's of its backup, so that it is
   * not taken for what another run has left: {@code mysql-1-20250702100000-1b0e1b0f-2.sql.gz}.
   *
   * @param file the name
   * @param run which run it is, from 1
   */
  public static String ofRun(String file, int run) {
    int dot = file.indexOf('.');
    int ending = dot < 0 ? file.length() : dot;
    var number = run == 1 ? "" : "-" + run;
    return file.substring(0, ending) + number + file.substring(ending);
  }

  /**
   * The name at the end of a path, which may be one that this machine's locale cannot express.
   *
   * @param path as whatever system writes it
   */
  public static String inPath(String path) {
    return path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
  }

  /** The name without an ending. */
  @Override
  public String toString() {
    var id = backupId.toString();
    return slug(label) + "-" + TIME.format(createdAt) + "-" + id.substring(id.length() - SHORT_ID);
  }

  /** A label in the letters a to z, digits and dashes, 1 to 47 of them. */
  static String slug(String label) {
    var plain = MARKS.matcher(Normalizer.normalize(label, Normalizer.Form.NFKD)).replaceAll("");
    var lower = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT); // ß becomes ss
    var dashed = trim(UNSAFE.matcher(lower).replaceAll("-"));
    var slug = trim(dashed.substring(0, Math.min(MAX_SLUG, dashed.length())));
    if (slug.isEmpty()) {
      return FALLBACK;
    }
    return NO_LETTERS.matcher(slug).matches() ? FALLBACK + "-" + slug : slug;
  }

  private static String trim(String dashed) {
    return OUTER_DASHES.matcher(dashed).replaceAll("");
  }
}

package io.backupman.server.command.text;

import io.backupman.core.backup.BackupQuery;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.request.RequestProblem;
import io.backupman.server.app.Application;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An id as people type it: whole, or cut down to its beginning or its end, such as the one in a
 * dump's name.
 *
 * @param text at least four characters of an id, in lower case
 */
public record IdText(String text) {
  private static final int WHOLE = 36;
  private static final int NEWEST = 1000;
  private static final Pattern PART =
      Pattern.compile(
          "[0-9a-f-]{4," + (WHOLE - 1) + "}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Reads it. */
  public static final class Converter implements ITypeConverter<IdText> {
    @Override
    public IdText convert(String text) {
      var lower = text.toLowerCase(Locale.ROOT);
      if (!PART.matcher(lower).matches()) {
        throw new TypeConversionException(
            "'"
                + text
                + "' is not an id, which looks like 01a20895-bd44-7000-8872-55754731aa9d; four or"
                + " more characters of its beginning or its end will do");
      }
      return new IdText(lower);
    }
  }

  /**
   * The backup that is meant.
   *
   * @throws RequestProblem if none of the newest backups, or several, have such an id
   */
  public UUID ofBackup(Application application) {
    return isWhole() ? UUID.fromString(text) : only("backup", backups(application));
  }

  /**
   * The report that is meant.
   *
   * @throws RequestProblem if none of the newest reports, or several, have such an id
   */
  public UUID ofReport(Application application) {
    return isWhole() ? UUID.fromString(text) : only("report", reports(application));
  }

  private boolean isWhole() {
    return text.length() == WHOLE;
  }

  private static List<UUID> backups(Application application) {
    return application.ports().backups().store().list(BackupQuery.newest(NEWEST)).results().stream()
        .map(backup -> backup.id())
        .toList();
  }

  private static List<UUID> reports(Application application) {
    return application.ports().reports().store().list(ReportQuery.newest(NEWEST)).results().stream()
        .map(entry -> entry.report().id())
        .toList();
  }

  private UUID only(String thing, List<UUID> ids) {
    var meant =
        ids.stream()
            .filter(id -> id.toString().startsWith(text) || id.toString().endsWith(text))
            .toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    throw meant.isEmpty()
        ? RequestProblem.notFound(
            "None of the newest %s %ss has an id that begins or ends with %s."
                .formatted(NEWEST, thing, text))
        : RequestProblem.invalid(
            "%s %ss have an id that begins or ends with %s; type more of it."
                .formatted(meant.size(), thing, text));
  }
}

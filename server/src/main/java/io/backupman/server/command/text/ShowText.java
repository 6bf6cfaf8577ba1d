package io.backupman.server.command.text;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.Quantities;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Verification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record in full, a line for each thing that is known of it. */
public final class ShowText {
  private ShowText() {}

  public static String of(Backup backup) {
    var report = backup.snapshot();
    var size = report.sizeBytes();
    return lines(
        Stream.concat(
            Stream.of(
                line("backup", backup.id()),
                line("label", backup.label()),
                line("provider", report.provider()),
                line("status", backup.status().word()),
                line("trigger", report.trigger()),
                line("created", report.createdAt()),
                line("started", report.startedAt()),
                line("ended", report.finishedAt()),
                line("size", size == null ? null : Quantities.size(size) + " (" + size + " bytes)"),
                line("sha-256", report.sha256()),
                line("dump", report.dumpPath()),
                line("restore", verification(report.verification())),
                line("error", report.error()),
                line("warning", report.warning()),
                line("report", backup.reportId())),
            backup.driveFiles().stream().map(ShowText::copy)));
  }

  private static @Nullable String verification(@Nullable Verification verification) {
    if (verification == null) {
      return null;
    }
    var tables = verification.tables();
    var rows = verification.rows();
    var counted =
        tables == null || rows == null
            ? null
            : Quantities.counted(tables, "table") + ", " + Quantities.counted(rows, "row");
    return Stream.of(verification.status().word(), counted, verification.detail())
        .filter(part -> part != null)
        .collect(Collectors.joining(", "));
  }

  private static String copy(DriveFile file) {
    return line(
        "copy",
        Stream.of(file.label() + ": " + file.status().word(), file.path(), file.error())
            .filter(part -> part != null)
            .collect(Collectors.joining(", ")));
  }

  public static String of(
      Report report, List<Delivery> deliveries, Map<UUID, List<Attempt>> attempts) {
    return lines(
        Stream.concat(
            Stream.of(
                line("report", report.id()),
                line("event", report.event()),
                line("label", report.label()),
                line("backup", report.backupId()),
                line("created", report.createdAt())),
            deliveries.stream()
                .flatMap(d -> delivery(d, attempts.getOrDefault(d.id(), List.of())))));
  }

  private static Stream<String> delivery(Delivery delivery, List<Attempt> attempts) {
    var next = delivery.nextAttemptAt() == null ? "" : ", next at " + delivery.nextAttemptAt();
    return Stream.concat(
        Stream.of(
            line(
                "delivery",
                "%s / %s: %s%s"
                    .formatted(
                        delivery.notifier(),
                        delivery.destination(),
                        delivery.status().word(),
                        next))),
        attempts.stream().map(ShowText::attempt));
  }

  private static String attempt(Attempt attempt) {
    return line(
        "",
        "%s. %s %s %s"
            .formatted(
                attempt.number(), attempt.startedAt(), attempt.outcome().word(), attempt.detail()));
  }

  private static String line(String name, @Nullable Object value) {
    return value == null ? "" : String.format(Locale.ROOT, "%-9s %s", name, value);
  }

  private static String lines(Stream<String> lines) {
    return lines
        .filter(line -> !line.isEmpty())
        .map(String::stripTrailing)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}

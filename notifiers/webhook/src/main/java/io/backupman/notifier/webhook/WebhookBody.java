package io.backupman.notifier.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.OverdueBackup;
import io.backupman.notifier.spi.Verification;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of a request: exactly the members that the document names, in its order, the
 * nullable ones as {@code null}. With details, further members follow the document's.
 */
final class WebhookBody {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;
  private final boolean details;

  private WebhookBody(JsonGenerator json, boolean details) {
    this.json = json;
    this.details = details;
  }

  /** The body in UTF-8. */
  static byte[] of(Notification notification, boolean details) {
    // By way of a text: written as bytes, half a surrogate pair (a label cut off by someone) would
    // be an exception, and the report could never be delivered.
    var text = new StringWriter();
    try (var json = JSON.createGenerator(text)) {
      new WebhookBody(json, details).event(notification);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString().getBytes(UTF_8);
  }

  private void event(Notification notification) throws IOException {
    json.writeStartObject();
    json.writeStringField("Event", notification.event());
    json.writeObjectFieldStart("Payload");
    payload(notification);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void payload(Notification notification) throws IOException {
    var backup = notification.backup();
    var outage = notification.outage();
    var overdue = notification.overdue();
    if (backup != null) {
      payload(backup);
      if (details) {
        further(backup);
        json.writeStringField("ReportId", notification.reportId().toString());
        json.writeBooleanField("Recovered", backup.recovered());
        text("Warning", backup.warning());
        verification(backup.verification());
        time("LastFinishedAt", backup.lastFinishedAt());
        number("Failures", backup.failures());
        text("Host", backup.host());
        zone(backup.timeZone());
      }
    } else if (outage != null) {
      outage(outage);
      outages(notification.outages());
    } else if (overdue != null) {
      payload(overdue);
    }
  }

  private void payload(OverdueBackup overdue) throws IOException {
    json.writeStringField("Label", overdue.label());
    time("LastFinishedAt", overdue.lastFinishedAt());
    time("Since", overdue.since());
    time("DueAt", overdue.dueAt());
    if (details) {
      number("Failures", overdue.failures());
      var failed = overdue.lastFailedId();
      text("LastFailedId", failed == null ? null : failed.toString());
      time("LastFailedAt", overdue.lastFailedAt());
      text("LastError", overdue.lastError());
      text("Host", overdue.host());
      zone(overdue.timeZone());
    }
  }

  private void outages(List<Outage> outages) throws IOException {
    json.writeArrayFieldStart("Outages");
    for (var outage : outages) {
      json.writeStartObject();
      outage(outage);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void outage(Outage outage) throws IOException {
    json.writeStringField("Notifier", outage.notifier());
    json.writeStringField("Destination", outage.destination());
    time("Since", outage.since());
    time("RecoveredAt", outage.recoveredAt());
    json.writeStringField("Reason", outage.reason());
  }

  private void payload(BackupReport report) throws IOException {
    json.writeStringField("Id", report.id().toString());
    json.writeStringField("Status", report.status().word());
    json.writeStringField("Label", report.label());
    text("DumpPath", report.dumpPath());
    time("CreatedAt", report.createdAt());
    time("UpdatedAt", report.updatedAt());
    json.writeArrayFieldStart("DriveFiles");
    for (var file : report.driveFiles()) {
      json.writeStartObject();
      driveFile(file);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void driveFile(DriveFile file) throws IOException {
    json.writeStringField("Id", file.id().toString());
    json.writeStringField("BackupId", file.backupId().toString());
    json.writeStringField("Provider", file.provider());
    json.writeStringField("Label", file.label());
    text("Path", file.path());
    json.writeStringField("Status", file.status().word());
    time("CreatedAt", file.createdAt());
    time("UpdatedAt", file.updatedAt());
    if (details) {
      number("SizeBytes", file.sizeBytes());
      text("Error", file.error());
    }
  }

  private void further(BackupReport report) throws IOException {
    json.writeStringField("Provider", report.provider());
    json.writeStringField("Trigger", report.trigger());
    time("StartedAt", report.startedAt());
    time("FinishedAt", report.finishedAt());
    number("SizeBytes", report.sizeBytes());
    text("Sha256", report.sha256());
    text("Error", report.error());
  }

  private void verification(@Nullable Verification verification) throws IOException {
    json.writeFieldName("Verification");
    if (verification == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField("Status", verification.status().word());
    number("Tables", verification.tables());
    number("Rows", verification.rows());
    text("Detail", verification.detail());
    json.writeEndObject();
  }

  private void text(String member, @Nullable String value) throws IOException {
    json.writeStringField(member, value);
  }

  private void zone(@Nullable ZoneId zone) throws IOException {
    text("TimeZone", zone == null ? null : zone.getId());
  }

  private void number(String member, @Nullable Number value) throws IOException {
    json.writeFieldName(member);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value.longValue());
    }
  }

  private void time(String member, @Nullable Instant value) throws IOException {
    text(member, value == null ? null : DateTimeFormatter.ISO_INSTANT.format(value));
  }
}

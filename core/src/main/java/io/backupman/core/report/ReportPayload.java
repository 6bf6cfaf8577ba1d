package io.backupman.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.OverdueBackup;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads what a report tells of, as the JSON that is stored: of a backup the members of
 * the webhook's payload first, in the documented order, then all others. What is stored is read
 * back unchanged for years, so members that a newer version added are not an error.
 */
public final class ReportPayload {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(new InstantWriter())
                  .addDeserializer(Instant.class, new InstantReader())
                  .addSerializer(ZoneId.class, ToStringSerializer.instance)
                  .addDeserializer(ZoneId.class, new ZoneReader())
                  .addSerializer(new StatusWriter())
                  .addDeserializer(BackupStatus.class, new StatusReader()))
          .configure(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, true)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private static final List<String> AFTER_THE_ID =
      List.of(
          "Recovered", "Warning", "Verification", "LastFinishedAt", "Failures", "Host", "TimeZone");

  private static final String OUTAGES = "Outages";

  private ReportPayload() {}

  /** The JSON of a backup in a report. */
  public static String write(BackupReport report, UUID reportId) {
    ObjectNode payload = JSON.valueToTree(report);
    var later = payload.deepCopy().retain(AFTER_THE_ID);
    payload.remove(AFTER_THE_ID);
    return payload.put("ReportId", reportId.toString()).setAll(later).toString();
  }

  /**
   * The JSON of outages in a report: the members of the first one, for those who know of no others,
   * and then all of them.
   */
  public static String write(List<Outage> outages, UUID reportId) {
    ObjectNode payload = JSON.valueToTree(outages.getFirst());
    payload.put("ReportId", reportId.toString());
    return payload.set(OUTAGES, JSON.valueToTree(outages)).toString();
  }

  /** The JSON of an overdue backup in a report. */
  public static String write(OverdueBackup overdue, UUID reportId) {
    ObjectNode payload = JSON.valueToTree(overdue);
    return payload.put("ReportId", reportId.toString()).toString();
  }

  /**
   * The backup that a report's JSON tells of.
   *
   * @throws IllegalStateException if it is not the JSON of a backup
   */
  public static BackupReport readBackup(String payload) {
    return read(payload, BackupReport.class);
  }

  /**
   * The outages that a report's JSON tells of, one at least.
   *
   * @throws IllegalStateException if it is not the JSON of outages
   */
  public static List<Outage> readOutages(String payload) {
    var outages = read(payload, ManyOutages.class).outages();
    return outages == null || outages.isEmpty()
        ? List.of(read(payload, Outage.class)) // an older version wrote it
        : List.copyOf(outages);
  }

  private record ManyOutages(@Nullable List<Outage> outages) {}

  /**
   * The overdue backup that a report's JSON tells of.
   *
   * @throws IllegalStateException if it is not the JSON of one
   */
  public static OverdueBackup readOverdue(String payload) {
    return read(payload, OverdueBackup.class);
  }

  private static <T> T read(String payload, Class<T> type) {
    try {
      T value = JSON.readValue(payload, type);
      if (value == null) {
        throw new IllegalStateException("The payload of a stored report is empty.");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The payload of a stored report cannot be read.", e);
    }
  }

  private static final class InstantWriter extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toString());
    }
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return Instant.parse(json.getText());
    }
  }

  /** A zone that this platform does not know is no reason not to deliver the report. */
  private static final class ZoneReader extends StdDeserializer<ZoneId> {
    private static final long serialVersionUID = 1L;

    ZoneReader() {
      super(ZoneId.class);
    }

    @Override
    public @Nullable ZoneId deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      try {
        return ZoneId.of(json.getText());
      } catch (DateTimeException unknown) {
        return null;
      }
    }
  }

  private static final class StatusWriter extends StdSerializer<BackupStatus> {
    private static final long serialVersionUID = 1L;

    StatusWriter() {
      super(BackupStatus.class);
    }

    @Override
    public void serialize(BackupStatus value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.word());
    }
  }

  private static final class StatusReader extends StdDeserializer<BackupStatus> {
    private static final long serialVersionUID = 1L;

    StatusReader() {
      super(BackupStatus.class);
    }

    @Override
    public BackupStatus deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return BackupStatus.of(json.getText());
    }
  }
}

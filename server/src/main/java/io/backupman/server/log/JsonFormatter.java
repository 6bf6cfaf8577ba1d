package io.backupman.server.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * One JSON object in a line for each record: {@code time} (RFC 3339, UTC), {@code level}, {@code
 * logger}, {@code message}, and {@code trace} where an error happened. Texts are the same as those
 * of {@link LineFormatter}.
 */
final class JsonFormatter extends Formatter {
  private static final JsonFactory JSON = new JsonFactory();

  private final UnaryOperator<String> mask;

  JsonFormatter(UnaryOperator<String> mask) {
    this.mask = mask;
  }

  @Override
  public String format(LogRecord record) {
    var line = new StringWriter();
    try (var json = JSON.createGenerator(line)) {
      json.writeStartObject();
      write(json, record);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line + System.lineSeparator();
  }

  private void write(JsonGenerator json, LogRecord record) throws IOException {
    var text = new RecordText(record, formatMessage(record), new SafeText(mask));
    json.writeStringField("time", record.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
    json.writeStringField("level", RecordText.word(record.getLevel()));
    json.writeStringField("logger", String.valueOf(record.getLoggerName()));
    json.writeStringField("message", text.message());
    var trace = text.trace();
    if (!trace.isEmpty()) {
      json.writeStringField("trace", String.join("\n\t", trace));
    }
  }
}

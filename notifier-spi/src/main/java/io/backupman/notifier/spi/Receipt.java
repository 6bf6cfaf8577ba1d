package io.backupman.notifier.spi;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * What the other side answered when it took a notification. The host keeps it in the history.
 *
 * @param statusCode the protocol's code, such as 204 for HTTP or 250 for SMTP
 * @param detail what it said, in words; the host masks secrets in it and keeps the first 2,000
 *     characters
 */
public record Receipt(OptionalInt statusCode, String detail) {

  /** Refuses {@code null}. */
  public Receipt {
    Objects.requireNonNull(statusCode, "statusCode");
    Objects.requireNonNull(detail, "detail");
  }

  /** A receipt of a service that took the report, without more to say. */
  public static Receipt taken() {
    return new Receipt(OptionalInt.empty(), "");
  }

  /** A receipt of a service that took the report with this answer. */
  public static Receipt of(int statusCode, String detail) {
    return new Receipt(OptionalInt.of(statusCode), detail);
  }
}

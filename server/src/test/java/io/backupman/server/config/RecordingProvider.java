package io.backupman.server.config;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A provider whose way to read its section is given; counts what it made and what was closed. */
final class RecordingProvider implements NotifierProvider {
  final AtomicInteger made = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();

  private final String type;
  private final BiFunction<NotifierSettings, NotifierContext, List<Destination>> read;

  RecordingProvider(
      String type, BiFunction<NotifierSettings, NotifierContext, List<Destination>> read) {
    this.type = type;
    this.read = read;
  }

  /** Reads what the mail notifier reads. */
  static RecordingProvider mail() {
    return new RecordingProvider(
        "mail",
        (settings, context) -> {
          settings.require("smtp_host");
          settings.number("smtp_port", 587, 1, 65_535);
          settings.find("smtp_user");
          settings.secret("smtp_password");
          settings.find("smtp_crypto");
          settings.find("smtp_from");
          settings.path("smtp_ca_file");
          return destinations(settings, "destinations", List.of("email"));
        });
  }

  /** Reads what the webhook notifier reads. */
  static RecordingProvider webhook() {
    return new RecordingProvider(
        "webhook", (settings, context) -> destinations(settings, "endpoints", List.of("url")));
  }

  private static List<Destination> destinations(
      NotifierSettings settings, String key, List<String> required) {
    var destinations = new ArrayList<Destination>();
    for (var item : settings.list(key)) {
      required.forEach(item::require);
      item.secret("token");
      item.secrets("secret");
      item.map("headers");
      item.duration("timeout", java.time.Duration.ofSeconds(15));
      item.flag("details", false);
      destinations.add(item.destination());
    }
    return destinations;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    var destinations = read.apply(settings, context);
    made.incrementAndGet();
    return new Notifier() {
      @Override
      public List<Destination> destinations() {
        return destinations;
      }

      @Override
      public Receipt send(Notification notification, Destination destination) {
        return Receipt.taken();
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }
}

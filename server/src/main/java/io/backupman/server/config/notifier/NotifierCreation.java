package io.backupman.server.config.notifier;

import io.backupman.core.report.Delivery;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.server.config.problem.Problems;
import io.backupman.server.config.problem.Quotes;
import io.backupman.server.config.section.Section;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;

/** The part of making a notifier that runs the plugin's code. */
record NotifierCreation(
    NotifierProvider provider,
    Section section,
    Problems problems,
    NotifierSettings settings,
    NotifierContext context)
    implements Callable<NotifierCreation.Made> {

  /** A notifier and its destinations, asked for once. */
  record Made(Notifier notifier, List<Destination> destinations) {}

  @Override
  public Made call() {
    var notifier = provider.create(settings, context);
    section.finish();
    if (!problems.isEmpty()) {
      return new Made(notifier, List.of());
    }
    try {
      var destinations = destinations(notifier);
      if (destinations.isEmpty()) {
        problems.add(section.path(), "has no destination to send to");
      }
      return new Made(notifier, destinations);
    } catch (RuntimeException | Error e) {
      close(notifier, e);
      throw e;
    }
  }

  private static List<Destination> destinations(Notifier notifier) {
    var destinations = List.copyOf(notifier.destinations());
    var names = new HashSet<String>();
    for (var destination : destinations) {
      if (destination.name().equals(Delivery.EVERY_DESTINATION)) {
        throw new IllegalStateException(
            "it has a destination of the name \"*\", which stands for all of them");
      }
      if (!names.add(destination.name())) {
        throw new IllegalStateException(
            "it has two destinations of the name " + Quotes.of(destination.name()));
      }
    }
    return destinations;
  }

  private static void close(Notifier notifier, Throwable because) {
    try {
      notifier.close();
    } catch (RuntimeException | Error e) {
      because.addSuppressed(e);
    }
  }
}

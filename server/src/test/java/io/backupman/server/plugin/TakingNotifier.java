package io.backupman.server.plugin;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import java.util.List;

/** A notifier whose one destination takes everything; what else it does is for a test to say. */
abstract class TakingNotifier implements Notifier {

  @Override
  public List<Destination> destinations() {
    return List.of(Destination.of("one"));
  }

  @Override
  public Receipt send(Notification notification, Destination destination) {
    return Receipt.taken();
  }
}

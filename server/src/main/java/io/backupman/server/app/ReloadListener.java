package io.backupman.server.app;

import io.backupman.core.health.HealthCheck;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.delivery.DeliveryQueue;
import io.backupman.core.store.engine.StoreException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What follows from a reload: health is looked at anew, and what waited for a plugin is sent. */
record ReloadListener(HealthCheck health, DeliveryQueue queue, Runnable wake, Clock clock)
    implements BiConsumer<Notifiers, Notifiers> {
  private static final System.Logger LOG = System.getLogger(ReloadListener.class.getName());

  @Override
  public void accept(Notifiers before, Notifiers now) {
    health.forget();
    var usable = usable(now);
    var again = new HashSet<>(usable);
    again.removeAll(usable(before));
    try {
      var count = queue.hasten(usable, again, clock.instant());
      LOG.log(Level.DEBUG, "{0} deliveries wait no longer.", count);
      wake.run();
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "What waits for a notifier is sent later than it could be.", e);
    }
  }

  private static Set<String> usable(Notifiers notifiers) {
    return notifiers.enabled().stream()
        .filter(ConfiguredNotifier::usable)
        .map(ConfiguredNotifier::name)
        .collect(Collectors.toSet());
  }
}

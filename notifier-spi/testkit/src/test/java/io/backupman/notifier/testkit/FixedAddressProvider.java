package io.backupman.notifier.testkit;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.HttpRequest;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.spi.summary.Summary;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Makes channels to a service that has one address in all the world. */
public final class FixedAddressProvider implements NotifierProvider {
  private final URI service;

  /** To the service itself. */
  public FixedAddressProvider() {
    this(URI.create("https://api.example.com"));
  }

  FixedAddressProvider(URI service) {
    this.service = service;
  }

  @Override
  public String type() {
    return "fixed";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    var token = settings.requireSecret("token");
    return new FixedAddress(service.resolve("/messages"), token, context);
  }

  private record FixedAddress(URI url, Secret token, NotifierContext context) implements Notifier {

    @Override
    public List<Destination> destinations() {
      return List.of(Destination.of("service"));
    }

    @Override
    public Receipt send(Notification notification, Destination destination)
        throws NotificationException, InterruptedException {
      var text = Summary.of(notification, context).title();
      var request =
          HttpRequest.post(url)
              .timeout(Duration.ofSeconds(1))
              .header("Authorization", "Bearer " + token.value())
              .body("text/plain", text);
      var response = context.http().send(request.build());
      if (response.isSuccess()) {
        return Receipt.of(response.status(), "");
      }
      throw failure(response.status(), response.header("Retry-After").orElse("0"))
          .withStatusCode(response.status());
    }

    private static NotificationException failure(int status, String seconds) {
      return status == 410
          ? NotificationException.permanent("The service is gone.")
          : NotificationException.retryable(
              "The service answered " + status + ".", Duration.ofSeconds(Long.parseLong(seconds)));
    }
  }
}

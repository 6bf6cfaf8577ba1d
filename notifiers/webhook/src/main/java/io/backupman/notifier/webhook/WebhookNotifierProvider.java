package io.backupman.notifier.webhook;

import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Makes {@code webhook} notifiers from their list {@code endpoints}. Safe for several threads. */
public final class WebhookNotifierProvider implements NotifierProvider {

  /** For {@link java.util.ServiceLoader}. */
  public WebhookNotifierProvider() {}

  @Override
  public String type() {
    return "webhook";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    return new WebhookNotifier(endpoints(settings, HttpSender.of(settings, context)), context);
  }

  private static List<Endpoint> endpoints(NotifierSettings settings, HttpSender http) {
    var names = new HashSet<String>();
    var endpoints = new ArrayList<Endpoint>();
    var sections = settings.list("endpoints");
    for (var section : sections) {
      var endpoint = new EndpointSettings(section, http).read();
      endpoint.ifPresent(endpoints::add);
      if (endpoint.isPresent() && !names.add(endpoint.get().name())) {
        section.reject("name", "is the name of another endpoint too; give each its own.");
      }
    }
    if (sections.isEmpty()) {
      settings.reject("endpoints", "is missing or empty; name at least one endpoint with its url.");
    }
    return endpoints;
  }
}

package io.backupman.notifier.gotify;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpNotifier;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;
import java.net.URI;

/** Makes {@code gotify} notifiers. Safe for use by several threads. */
public final class GotifyNotifierProvider implements NotifierProvider {
  /** Never called: without a url there is a problem, and the notifier is ignored. */
  private static final URI NOWHERE = URI.create("http://localhost/message");

  /** For {@link java.util.ServiceLoader}. */
  public GotifyNotifierProvider() {}

  @Override
  public String type() {
    return "gotify";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    var timeout = HttpSettings.timeout(settings);
    var url = url(settings);
    var message = new GotifyMessage(context);
    var applications =
        Destinations.read(settings, section -> Application.read(section, url, timeout, message));
    return new HttpNotifier(applications, HttpSender.of(settings, context));
  }

  /** Where messages go; the server may live below a path. */
  private static URI url(NotifierSettings settings) {
    var server = HttpSettings.url(settings, "url").orElse(NOWHERE);
    if (server.getRawQuery() != null) {
      settings.reject(
          "url", "has a query; give the server's address alone, and the token under destinations.");
    }
    var path = server.getRawPath().replaceAll("(/message)?/*$", "");
    return server.resolve(path + "/message");
  }
}

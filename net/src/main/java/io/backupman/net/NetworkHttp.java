package io.backupman.net;

import io.backupman.notifier.spi.Http;
import io.backupman.notifier.spi.HttpRequest;
import io.backupman.notifier.spi.HttpResponse;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotifierSettings;
import java.util.Optional;

/**
 * HTTP over a network, one connection for each request.
 *
 * @param network how connections are made
 * @param userAgent what to send as {@code User-Agent}
 */
public record NetworkHttp(Network network, String userAgent) implements Http {
  private static final String CA_FILE = "ca_file";

  @Override
  public HttpResponse send(HttpRequest request) throws NotificationException, InterruptedException {
    return new HttpExchange(network, request, userAgent).run();
  }

  @Override
  public Http with(NotifierSettings section) {
    return new NetworkHttp(trusting(network, section, CA_FILE), userAgent);
  }

  /** A network that trusts the authorities of a file too; notes what is wrong with that. */
  public static Network trusting(Network network, NotifierSettings section, String key) {
    return section
        .path(key)
        .flatMap(
            pem -> {
              try {
                return Optional.of(network.trusting(pem));
              } catch (IllegalArgumentException wrong) {
                section.reject(key, String.valueOf(wrong.getMessage()));
                return Optional.<Network>empty();
              }
            })
        .orElse(network);
  }
}

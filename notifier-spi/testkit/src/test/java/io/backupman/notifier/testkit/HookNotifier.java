package io.backupman.notifier.testkit;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.spi.summary.Summary;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The channel that the kit is tried on: a good one, but for its flaw. */
final class HookNotifier implements Notifier {
  private static final System.Logger LOG = System.getLogger(HookNotifier.class.getName());

  private final Flaw flaw;
  private final Map<Destination, URI> rooms;
  private final Optional<Secret> token;
  private final String colour;
  private final AtomicInteger running = new AtomicInteger();
  private @Nullable HttpClient client;

  HookNotifier(Flaw flaw, Map<Destination, URI> rooms, Optional<Secret> token, String colour) {
    this.flaw = flaw;
    this.rooms = rooms;
    this.token = token;
    this.colour = colour;
  }

  @Override
  public List<Destination> destinations() {
    var names = new ArrayList<>(rooms.keySet());
    switch (flaw) {
      case NO_DESTINATION -> names.clear();
      case NEW_DESTINATIONS_EACH_TIME -> names.add(Destination.of(UUID.randomUUID().toString()));
      case TWO_DESTINATIONS_OF_ONE_NAME -> names.add(names.getFirst());
      default -> {}
    }
    return names;
  }

  @Override
  public boolean wants(String event) {
    return switch (flaw) {
      case WANTS_NOTHING -> false;
      case WANTS_ONLY_OUTAGES -> event.equals(Notification.NOTIFIER_FAILING);
      default -> Notifier.super.wants(event);
    };
  }

  @Override
  public Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException {
    misbehave(notification, destination);
    if (flaw == Flaw.TAKES_WITHOUT_SENDING) {
      return Receipt.taken();
    }
    running.incrementAndGet();
    try {
      var status = answer(request(notification, destination));
      return Receipt.of(status, flaw == Flaw.SECRET_IN_RECEIPT ? secret() : colour);
    } finally {
      running.decrementAndGet();
    }
  }

  private void misbehave(Notification notification, Destination destination)
      throws NotificationException {
    switch (flaw) {
      case SKIPS_EVERYTHING -> throw NotificationException.skipped("Not today.");
      case FAILS_WHAT_IS_SUPERSEDED -> {
        if (notification.superseded()) {
          throw NotificationException.permanent("Too late.");
        }
      }
      case SECRET_IN_LOG -> LOG.log(System.Logger.Level.TRACE, "Sending with {0}", secret());
      case LEAVES_A_THREAD ->
          Thread.ofPlatform().daemon().name("hook-worker").start(LockSupport::park);
      case THROWS_ON_AN_UNKNOWN_EVENT -> {
        Objects.requireNonNull(
            notification.backup() == null ? notification.outage() : notification.backup());
      }
      case ONLY_THE_FIRST_DESTINATION -> {
        if (!destination.equals(destinations().getFirst())) {
          throw new IllegalArgumentException(destination.name());
        }
      }
      case ONE_THREAD_ONLY -> {
        if (running.get() > 0) {
          throw new IllegalStateException("busy");
        }
      }
      default -> {}
    }
  }

  private HttpRequest request(Notification notification, Destination destination) {
    var summary = Summary.of(notification, ZoneOffset.UTC);
    var request =
        HttpRequest.newBuilder(Objects.requireNonNull(rooms.get(destination)))
            .header("Idempotency-Key", key(notification))
            .POST(BodyPublishers.ofString(summary.title() + "\n" + summary.text()));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value.value()));
    var backup = notification.backup();
    if (flaw == Flaw.LABEL_INTO_A_HEADER && backup != null) {
      request.header("Title", backup.label());
    }
    return request.build();
  }

  private String key(Notification notification) {
    return flaw == Flaw.NEW_KEY_EACH_TIME
        ? UUID.randomUUID().toString()
        : notification.idempotencyKey();
  }

  private int answer(HttpRequest request) throws NotificationException, InterruptedException {
    var response = exchange(request);
    if (flaw == Flaw.RETRIES_BY_ITSELF && response.statusCode() == 503) {
      response = exchange(request);
    }
    var status = response.statusCode();
    if (status / 100 == 2 || (status == 503 && flaw == Flaw.TAKES_503_AS_DELIVERED)) {
      return status;
    }
    var failure = failure(response);
    throw flaw == Flaw.NO_STATUS_CODE ? failure : failure.withStatusCode(status);
  }

  private NotificationException failure(HttpResponse<?> response) {
    var status = response.statusCode();
    var sentence = "The hook answered " + status + ".";
    var wait = response.headers().firstValue("Retry-After").map(Long::parseLong);
    if (flaw == Flaw.SECRET_IN_MESSAGE) {
      return NotificationException.retryable(sentence + " to " + secret());
    }
    if ((status == 410 && flaw != Flaw.RETRIES_WHAT_IS_GONE)
        || (status == 404 && flaw == Flaw.FAILS_FOR_GOOD_ON_404)
        || (status == 503 && flaw == Flaw.FAILS_FOR_GOOD_ON_503)
        || (status == 429 && flaw == Flaw.FAILS_FOR_GOOD_ON_429)) {
      return NotificationException.permanent(sentence);
    }
    return wait.isPresent() && flaw != Flaw.IGNORES_RETRY_AFTER
        ? NotificationException.retryable(sentence, Duration.ofSeconds(wait.get()))
        : NotificationException.retryable(sentence);
  }

  private HttpResponse<?> exchange(HttpRequest request)
      throws NotificationException, InterruptedException {
    var running = client().sendAsync(request, BodyHandlers.discarding());
    try {
      return flaw == Flaw.WAITS_FOR_THE_WHOLE_BODY || flaw == Flaw.WAITS_FOR_EVER
          ? running.get()
          : running.get(seconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw NotificationException.uncertain("The hook did not answer.");
    } catch (ExecutionException failed) {
      throw lost(failed.getCause());
    } catch (InterruptedException stop) {
      throw interrupted(stop);
    } finally {
      running.cancel(true);
    }
  }

  private long seconds() {
    return flaw == Flaw.SWALLOWS_THE_INTERRUPT ? 10 : 1;
  }

  private InterruptedException interrupted(InterruptedException stop) throws NotificationException {
    if (flaw == Flaw.IGNORES_THE_INTERRUPT) {
      var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
      while (System.nanoTime() < until) {
        Thread.interrupted();
        LockSupport.parkNanos(until - System.nanoTime());
      }
    }
    if (flaw == Flaw.SWALLOWS_THE_INTERRUPT) {
      throw NotificationException.retryable("Stopped.");
    }
    return stop;
  }

  private NotificationException lost(@Nullable Throwable cause) {
    var shown = new IOException(flaw == Flaw.SECRET_IN_CAUSE ? secret() : "lost", cause);
    if (cause instanceof ConnectException && flaw != Flaw.REFUSED_IS_UNCERTAIN) {
      return NotificationException.retryable("The hook cannot be reached.").causedBy(shown);
    }
    return flaw == Flaw.LOST_IS_NOT_DELIVERED
        ? NotificationException.retryable("The connection was lost.")
        : NotificationException.uncertain("The connection was lost.").causedBy(shown);
  }

  private String secret() {
    return token.map(Secret::value).orElse("");
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client = HttpClient.newHttpClient();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }

  @Override
  public String toString() {
    return "HookNotifier" + (flaw == Flaw.SECRET_IN_TO_STRING ? secret() : rooms.keySet());
  }
}

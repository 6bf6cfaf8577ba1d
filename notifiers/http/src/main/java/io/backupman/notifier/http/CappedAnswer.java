package io.backupman.notifier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer as it comes in: reads and keeps at most 64 KiB of its body, and can be asked at
 * any time for what has come so far. Safe for use by several threads.
 */
final class CappedAnswer implements BodyHandler<Boolean>, BodySubscriber<Boolean> {
  private static final int MOST_READ = 64 * 1024;

  private final CompletableFuture<Boolean> whole = new CompletableFuture<>();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private Flow.@Nullable Subscription subscription;
  private @Nullable ResponseInfo head;
  private int read;

  /** The status and headers, once they have come. */
  synchronized Optional<ResponseInfo> head() {
    return Optional.ofNullable(head);
  }

  /** The beginning of the body, as far as it has come. */
  synchronized String text() {
    return kept.toString(UTF_8);
  }

  /** Whether the body came to its own end, so that {@link #text} is all of it. */
  boolean isWhole() {
    return whole.exceptionally(broken -> false).getNow(false);
  }

  @Override
  public synchronized BodySubscriber<Boolean> apply(ResponseInfo info) {
    head = info;
    return this;
  }

  /** Completes with whether the body came to its own end. */
  @Override
  public CompletionStage<Boolean> getBody() {
    return whole;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    for (var buffer : buffers) {
      read += buffer.remaining();
      var bytes = new byte[Math.min(buffer.remaining(), MOST_READ - kept.size())];
      buffer.get(bytes);
      kept.writeBytes(bytes);
    }
    if (read > MOST_READ) {
      stop();
    }
  }

  private void stop() {
    if (subscription != null) {
      subscription.cancel();
    }
    whole.complete(false);
  }

  @Override
  public void onError(Throwable failure) {
    whole.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    whole.complete(true);
  }
}

package io.backupman.notifier.mail;

import io.backupman.notifier.spi.summary.PlainText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An exception with what led to it.
 *
 * @param chain the exception, its cause, the cause's cause and so on
 */
record Failure(List<Throwable> chain) {
  private static final int MOST_LINKS = 20;

  /** Unrolls an exception. */
  static Failure of(Throwable exception) {
    var chain = new ArrayList<Throwable>();
    for (var link = exception;
        link != null && chain.size() < MOST_LINKS && !chain.contains(link);
        link = link.getCause()) {
      chain.add(link);
    }
    return new Failure(chain);
  }

  /** Whether reading or writing failed. */
  boolean isLostConnection() {
    return find(IOException.class).isPresent();
  }

  /** The first of this kind. */
  <T extends Throwable> Optional<T> find(Class<T> kind) {
    return chain.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** What the last in the chain says, which is where it began, in one line. */
  String reason() {
    var first = chain.getLast();
    var message = first.getMessage();
    return message == null || message.isBlank()
        ? first.getClass().getSimpleName()
        : PlainText.cut(PlainText.oneLine(message), 300);
  }
}

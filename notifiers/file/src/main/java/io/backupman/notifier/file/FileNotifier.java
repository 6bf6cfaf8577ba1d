package io.backupman.notifier.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;

/** Appends reports to one file. Safe for use by several threads and processes. */
final class FileNotifier implements Notifier {
  private final LineLog log;
  private final Destination destination;
  private final Clock clock;

  FileNotifier(LineLog log, Destination destination, Clock clock) {
    this.log = log;
    this.destination = destination;
    this.clock = clock;
  }

  @Override
  public List<Destination> destinations() {
    return List.of(destination);
  }

  @Override
  public Receipt send(Notification notification, Destination to)
      throws NotificationException, InterruptedException {
    var line = ReportLine.of(notification, clock.instant()).getBytes(UTF_8);
    try {
      log.append(line);
    } catch (IOException failed) {
      throw failure("could not be appended to", failed);
    }
    return new Receipt(OptionalInt.empty(), "Appended to " + log.path() + ".");
  }

  @Override
  public void check() throws NotificationException {
    try {
      log.check();
    } catch (IOException failed) {
      throw failure("cannot be appended to", failed);
    }
  }

  private NotificationException failure(String what, IOException cause) {
    return NotificationException.retryable(log.path() + " " + what + ": " + reason(cause))
        .causedBy(cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile() + ".";
    }
    // A file system's message begins with the path, which the sentence has named already.
    var said = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
    return (said == null ? cause.getClass().getSimpleName() : said) + ".";
  }
}

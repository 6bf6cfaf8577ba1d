package io.backupman.notifier.pagerduty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.summary.PlainText;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The keys by which PagerDuty finds the alert that an event belongs to: one for each data source
 * and one for each destination of another notifier, the same on every node and after every restart.
 */
final class DedupKeys {
  private static final int LONGEST = 255;
  private static final String PREFIX = "backupman/";

  private final String instance;

  private DedupKeys(String instance) {
    this.instance = instance;
  }

  static DedupKeys of(NotifierContext context) {
    // All nodes of a Backupman share its address; but "localhost" is many a machine's.
    return new DedupKeys(
        context
            .appUrl()
            .filter(url -> !isLoopback(url))
            .map(URI::toString)
            .orElseGet(context::hostName));
  }

  private static boolean isLoopback(URI url) {
    var host = String.valueOf(url.getHost());
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  String of(Notification notification) {
    var backup = notification.backup();
    var outage = notification.outage();
    var overdue = notification.overdue();
    if (notification.event().equals(Notification.BACKUP_REPORT) && backup != null) {
      return key("source/" + backup.label());
    }
    if (overdue != null) {
      return key("source/" + overdue.label()); // so that the next finished backup resolves it
    }
    return outage != null
        ? key("notifier/" + outage.notifier() + "/" + outage.destination())
        : key("report/" + notification.reportId());
  }

  private String key(String about) {
    var key = PREFIX + instance + "/" + about;
    return key.length() <= LONGEST && key.equals(PlainText.oneLine(key)) ? key : hashed(key);
  }

  private static String hashed(String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
      return PREFIX + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256.", impossible);
    }
  }
}

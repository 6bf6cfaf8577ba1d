package io.backupman.notifier.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.FixedContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That everything in a mail can be read: WCAG 2.2, 1.4.3, level AA. */
class ContrastTest {
  private static final Pattern INLINE = Pattern.compile("style=\"([^\"]*)\"");
  private static final Pattern DARK_RULE = Pattern.compile("\\.\\w+ \\{([^}]*!important[^}]*)}");
  private static final Pattern COLOUR = Pattern.compile("(?<![\\w-])color:\\s*(#[0-9a-f]{6})");
  private static final Pattern GROUND = Pattern.compile("background:\\s*(#[0-9a-f]{6})");

  static List<Notification> events() {
    var pending =
        DriveFile.builder(UUID.randomUUID(), Samples.BACKUP, "s3", "Slow", Instant.EPOCH)
            .status(BackupStatus.PENDING)
            .build();
    var events = new ArrayList<>(ExampleEvents.all());
    events.add(Samples.failed("No."));
    events.add(
        Samples.notification(
            Samples.failed("MySQL 1", "No.").driveFiles(List.of(pending)).build()));
    return events;
  }

  private static String html(Notification event) {
    return ReportPages.html(ReportView.of(event, Destination.of("John"), new FixedContext("mail")));
  }

  @ParameterizedTest
  @MethodSource("events")
  void inTheLight(Notification event) {
    var styles = INLINE.matcher(html(event)).results().map(style -> style.group(1)).toList();

    assertReadable(styles, List.of("#ffffff", "#f3f4f6"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void inTheDark(Notification event) {
    var html = html(event);
    var dark = html.substring(html.indexOf("prefers-color-scheme: dark"));

    assertReadable(
        DARK_RULE.matcher(dark).results().map(rule -> rule.group(1)).toList(),
        List.of("#1e2226", "#14171a"));
  }

  /** Each colour stands on the ground of its own style, or else on any of the page's. */
  private static void assertReadable(List<String> styles, List<String> pages) {
    var colours = styles.stream().filter(style -> COLOUR.matcher(style).find()).toList();
    assertThat(colours).hasSizeGreaterThan(4);
    for (var style : colours) {
      var own = GROUND.matcher(style).results().map(ground -> ground.group(1)).toList();
      for (var ground : own.isEmpty() ? pages : own) {
        assertThat(contrast(colourOf(style), ground))
            .as("%s on %s", style, ground)
            .isGreaterThan(4.5);
      }
    }
  }

  private static String colourOf(String style) {
    return COLOUR.matcher(style).results().map(found -> found.group(1)).toList().getFirst();
  }

  private static double contrast(String one, String other) {
    var lights = new double[] {luminance(one), luminance(other)};
    Arrays.sort(lights);
    return (lights[1] + 0.05) / (lights[0] + 0.05);
  }

  private static double luminance(String colour) {
    return 0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) + 0.0722 * channel(colour, 5);
  }

  private static double channel(String colour, int at) {
    var value = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}

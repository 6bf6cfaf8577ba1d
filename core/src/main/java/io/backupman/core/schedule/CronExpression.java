package io.backupman.core.schedule;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The times of a cron expression: six fields that begin with the second, or the usual five, which
 * then mean second 0. As in cron, a day must match the day of the month <em>or</em> that of the
 * week where both are restricted. Immutable.
 *
 * <p>Where a clock is set forward, a time that is left out comes at the moment after; where it is
 * set back, a time that comes twice counts once, the first time. Expressions that run in every hour
 * go by elapsed time instead, so they run in the repeated hour too (cron(8) of Debian).
 */
public final class CronExpression {
  private static final CronDefinition FIELDS =
      CronDefinitionBuilder.defineCron()
          .withSeconds()
          .withValidRange(0, 59)
          .withStrictRange()
          .and()
          .withMinutes()
          .withValidRange(0, 59)
          .withStrictRange()
          .and()
          .withHours()
          .withValidRange(0, 23)
          .withStrictRange()
          .and()
          .withDayOfMonth()
          .withValidRange(1, 31)
          .supportsL()
          .supportsW()
          .supportsLW()
          .withStrictRange()
          .and()
          .withMonth()
          .withValidRange(1, 12)
          .withStrictRange()
          .and()
          .withDayOfWeek()
          .withValidRange(0, 7)
          .withMondayDoWValue(1)
          .withIntMapping(7, 0)
          .supportsHash()
          .supportsL()
          .withStrictRange()
          .and()
          .instance();

  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** Values, ranges and steps, with commas between. The library fails at some other forms. */
  private static final Pattern FIELD =
      field("(?:\\*|\\w+(?:-(?:\\d+|[A-Z]{3}))?|(?=/))(?:/\\d+|#\\d)?");

  /** Where a range begins with it, Sunday is the first day of the week, not the last. */
  private static final Pattern SUNDAY_FIRST = Pattern.compile("\\bSUN-(?!SUN)", CASE_INSENSITIVE);

  private static final Pattern LETTER = Pattern.compile("[A-Z]", CASE_INSENSITIVE);

  /** The library loses them in lists, and fails where a month has no 29th, 30th or 31st. */
  private static final Pattern RELATIVE_DAY =
      Pattern.compile("L|LW|L-\\d+|0?[1-9]W|1\\dW|2[0-8]W", CASE_INSENSITIVE);

  private static final int HOURS = 2;
  private static final int DAY_OF_MONTH = 3;
  private static final int HOURS_A_DAY = 24;

  private final String text;
  private final ExecutionTime times;
  private final boolean everyHour;

  private CronExpression(String text, ExecutionTime times, boolean everyHour) {
    this.text = text;
    this.times = times;
    this.everyHour = everyHour;
  }

  /**
   * Reads an expression.
   *
   * @param text such as {@code 0 0 3 * * *}, {@code 0 3 * * 1-5} or {@code @daily}
   * @throws IllegalArgumentException with the rest of a sentence ({@code must …}) if it is none, or
   *     has no time at all, such as a 30th of February
   */
  public static CronExpression parse(String text) {
    var fields = fields(text);
    var times = times(String.join(" ", fields));
    var expression = new CronExpression(text, times, isEveryHour(fields[HOURS]));
    if (expression.localAfter(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
      throw new IllegalArgumentException("must have a time at which it runs, which this has not");
    }
    return expression;
  }

  /** However it is written: {@code *}, {@code 0-23}, {@code 0-11,12-23}. */
  private static boolean isEveryHour(String hours) {
    var hour = new CronExpression(hours, times("0 0 " + hours + " * * *"), false);
    var time = LocalDateTime.of(2000, 1, 1, 0, 0);
    for (var i = 0; i < HOURS_A_DAY; i++) {
      var next = hour.localAfter(time);
      time = time.plusHours(1);
      if (!next.equals(Optional.of(time))) {
        return false;
      }
    }
    return true;
  }

  private static Pattern field(String item) {
    return Pattern.compile(item + "(?:," + item + ")*", CASE_INSENSITIVE);
  }

  private static String[] fields(String text) {
    var fields = split(text);
    for (var field : fields) {
      if (!FIELD.matcher(field).matches()) {
        throw new IllegalArgumentException("must be a cron expression: " + field + " is no field");
      }
    }
    var day = fields[DAY_OF_MONTH];
    if (LETTER.matcher(day).find() && !RELATIVE_DAY.matcher(day).matches()) {
      throw new IllegalArgumentException(
          "must be a cron expression: "
              + day
              + " is no day of the month; 1W to 28W, L, LW and the like of L-3 stand alone");
    }
    var last = fields.length - 1;
    fields[last] = SUNDAY_FIRST.matcher(fields[last]).replaceAll("0-");
    return fields;
  }

  private static String[] split(String text) {
    var stripped = text.strip();
    var fields = SPACES.split(NICKNAMES.getOrDefault(stripped, stripped).replace('?', '*'));
    return switch (fields.length) {
      case 5 -> SPACES.split("0 " + String.join(" ", fields));
      case 6 -> fields;
      default ->
          throw new IllegalArgumentException(
              "must have five fields (minute, hour, day of the month, month, day of the week), or"
                  + " six with the second first");
    };
  }

  private static ExecutionTime times(String fields) {
    try {
      return ExecutionTime.forCron(new CronParser(FIELDS).parse(fields).validate());
    } catch (IllegalArgumentException e) {
      var reason = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          "must be a cron expression: "
              + reason.replace("Failed to parse cron expression. ", "").strip(),
          e);
    }
  }

  /**
   * The first time after a moment, on the clock of a time zone.
   *
   * @return empty if there is none any more
   */
  public Optional<Instant> next(Instant after, ZoneId zone) {
    return everyHour ? nextElapsed(after, zone) : nextOnClock(after, zone);
  }

  private Optional<Instant> nextOnClock(Instant after, ZoneId zone) {
    var local = localAfter(LocalDateTime.ofInstant(after, zone));
    while (local.isPresent()) {
      var moment = first(local.get(), zone);
      if (moment.isAfter(after)) {
        return Optional.of(moment);
      }
      local = localAfter(local.get());
    }
    return Optional.empty();
  }

  /** The first moment at which the clock shows this time, or has passed it. */
  private static Instant first(LocalDateTime local, ZoneId zone) {
    var transition = zone.getRules().getTransition(local);
    return transition != null && transition.isGap()
        ? transition.getInstant()
        : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
  }

  /** Between two changes of the offset the clock runs evenly. */
  private Optional<Instant> nextElapsed(Instant after, ZoneId zone) {
    var rules = zone.getRules();
    var offset = rules.getOffset(after);
    var change = rules.nextTransition(after);
    var found = elapsed(after, offset);
    while (change != null && found.isPresent() && !found.get().isBefore(change.getInstant())) {
      // From there on the clock shows another time, of which the very first counts too.
      found = elapsed(change.getInstant().minusNanos(1), change.getOffsetAfter());
      change = rules.nextTransition(change.getInstant());
    }
    return found;
  }

  private Optional<Instant> elapsed(Instant after, ZoneOffset offset) {
    return localAfter(LocalDateTime.ofInstant(after, offset)).map(local -> local.toInstant(offset));
  }

  private Optional<LocalDateTime> localAfter(LocalDateTime local) {
    var second = local.truncatedTo(ChronoUnit.SECONDS); // a fraction would stay in the result
    return times.nextExecution(second.atZone(ZoneOffset.UTC)).map(t -> t.toLocalDateTime());
  }

  @Override
  public String toString() {
    return text;
  }
}

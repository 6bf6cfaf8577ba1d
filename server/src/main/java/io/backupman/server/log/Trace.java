package io.backupman.server.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where something happened that should not have. What was thrown may be a plugin's, whose methods
 * may throw themselves, or lead in circles. For one use.
 */
final class Trace {
  private static final int MOST_CAUSES = 10;
  private static final int MOST_THROWN = 20;
  private static final int MOST_FRAMES = 60;

  private final Throwable thrown;
  private final SafeText text;
  private final List<String> lines = new ArrayList<>();
  private final Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());

  Trace(Throwable thrown, SafeText text) {
    this.thrown = thrown;
    this.text = text;
  }

  /** Something that was thrown and its causes, the outermost first. */
  static List<Throwable> chain(Throwable thrown) {
    var chain = new ArrayList<Throwable>();
    @Nullable Throwable next = thrown;
    while (next != null && chain.size() < MOST_CAUSES) {
      chain.add(next);
      next = cause(next);
    }
    return chain;
  }

  private static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (RuntimeException | Error e) {
      return null; // what it is caused by is its secret
    }
  }

  /** What it says, or else what it is. */
  static String message(Throwable thrown) {
    try {
      var message = thrown.getMessage();
      return message == null ? thrown.getClass().getSimpleName() : message.strip();
    } catch (RuntimeException | Error e) {
      return thrown.getClass().getSimpleName();
    }
  }

  /**
   * A line for each of what was thrown, its causes and what was suppressed, and below it one for
   * each frame that the one around it did not have.
   */
  List<String> lines() {
    add("", thrown, new StackTraceElement[0]);
    return lines;
  }

  private void add(String relation, Throwable one, StackTraceElement[] outer) {
    if (told.size() == MOST_THROWN || !told.add(one)) {
      return;
    }
    lines.add(text.line(relation + head(one)));
    var frames = frames(one);
    var own = frames.length - common(frames, outer);
    Arrays.stream(frames, 0, Math.min(own, MOST_FRAMES))
        .forEach(frame -> lines.add("at " + text.line(frame.toString())));
    if (own > MOST_FRAMES) {
      lines.add("... " + (own - MOST_FRAMES) + " more");
    }
    var cause = cause(one);
    if (cause != null) {
      add("Caused by: ", cause, frames);
    }
    for (var suppressed : one.getSuppressed()) {
      add("Suppressed: ", suppressed, frames);
    }
  }

  private static String head(Throwable thrown) {
    return thrown.getClass().getName() + ": " + message(thrown);
  }

  private static StackTraceElement[] frames(Throwable thrown) {
    try {
      return thrown.getStackTrace();
    } catch (RuntimeException | Error e) {
      return new StackTraceElement[0];
    }
  }

  private static int common(StackTraceElement[] frames, StackTraceElement[] outer) {
    int count = 0;
    while (count < Math.min(frames.length, outer.length)
        && frames[frames.length - 1 - count].equals(outer[outer.length - 1 - count])) {
      count++;
    }
    return count;
  }
}

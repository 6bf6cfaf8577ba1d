package io.backupman.server.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where something happened that should not have. What was thrown may be a plugin's, whose methods
 * may throw themselves, or lead in circles.
 */
final class Trace {
  private static final int MOST_CAUSES = 10;
  private static final int MOST_FRAMES = 60;

  private final Throwable thrown;
  private final SafeText text;

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

  /** A line for each cause, and below it one for each frame that the one before did not have. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    var outer = new StackTraceElement[0];
    for (var one : chain(thrown)) {
      lines.add(text.line((lines.isEmpty() ? "" : "Caused by: ") + head(one)));
      var frames = frames(one);
      var own = frames.length - common(frames, outer);
      Arrays.stream(frames, 0, Math.min(own, MOST_FRAMES))
          .forEach(frame -> lines.add("at " + text.line(frame.toString())));
      if (own > MOST_FRAMES) {
        lines.add("... " + (own - MOST_FRAMES) + " more");
      }
      outer = frames;
    }
    return lines;
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

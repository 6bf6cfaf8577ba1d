package io.backupman.core.process;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The letters that this process shares with programs, file names and the environment. Java takes
 * them from the locale at its start ({@code sun.jnu.encoding}) and turns all others into question
 * marks; under {@code LC_ALL=C}, as cron and containers often have it, there are only those of
 * ASCII.
 */
public final class NativeText {
  private static final Charset CHARSET = charset(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private NativeText() {}

  private static Charset charset(String name) {
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
  }

  /** Whether a text can be passed on without harm. */
  public static boolean carries(String text) {
    return carries(CHARSET, text);
  }

  static boolean carries(Charset charset, String text) {
    return charset.newEncoder().canEncode(text);
  }

  /** Whether a text that came from outside may have lost letters. */
  public static boolean mayHaveLost(String text) {
    return text.indexOf('\uFFFD') >= 0 && !carries("\uFFFD");
  }

  /** What to do where a text cannot be passed on; goes on from what it is about. */
  public static String advice() {
    return "holds letters that the locale has not in which Backupman runs (%s): start it with LC_ALL=C.UTF-8"
        .formatted(CHARSET.name());
  }
}

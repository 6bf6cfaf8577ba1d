package io.backupman.server.command.terminal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;

/**
 * What the program writes to: whether it can redraw lines, and wants colours.
 *
 * @param interactive whether a person looks at a terminal that moves its cursor
 * @param palette the colours for it
 */
public record Terminal(boolean interactive, Palette palette) {
  private static final System.Logger LOG = System.getLogger(Terminal.class.getName());
  private static final int USUAL_COLUMNS = 80;
  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");

  /** The one that this process was started in. */
  public static Terminal of(Map<String, String> env) {
    return of(env, Ansi.AUTO.enabled());
  }

  /**
   * By what the environment says: {@code TERM=dumb} moves no cursor; {@code NO_COLOR} (<a
   * href="https://no-color.org">no-color.org</a>) wants no colours, before {@code CLICOLOR_FORCE}
   * (<a href="https://bixense.com/clicolors/">bixense.com/clicolors</a>), which wants them in a
   * pipe, too.
   *
   * @param isTerminal whether it is one at all
   */
  public static Terminal of(Map<String, String> env, boolean isTerminal) {
    var interactive = isTerminal && !"dumb".equals(env.get("TERM"));
    return new Terminal(interactive, new Palette(wantsColours(env, interactive)));
  }

  private static boolean wantsColours(Map<String, String> env, boolean interactive) {
    if (!env.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    if (!env.getOrDefault("CLICOLOR_FORCE", "0").equals("0")) {
      return true;
    }
    return interactive && !env.getOrDefault("CLICOLOR", "1").equals("0");
  }

  /** How many columns it has now; 80 if nobody knows. */
  static int columns() {
    try {
      var stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      var size = SIZE.matcher(said);
      if (stty.waitFor(1, TimeUnit.SECONDS) && size.matches()) {
        var columns = Integer.parseInt(size.group(1));
        return columns > 0 ? columns : USUAL_COLUMNS;
      }
    } catch (IOException | NumberFormatException e) {
      LOG.log(Level.DEBUG, "Nobody knows how wide the terminal is.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return USUAL_COLUMNS;
  }
}

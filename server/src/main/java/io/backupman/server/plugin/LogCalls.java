package io.backupman.server.plugin;

import java.io.InputStream;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What plugins call instead of methods that set up the log, as {@link ProcessCalls}. */
public final class LogCalls {
  private static final String LOGGER = "java.util.logging.Logger";
  private static final String LOG_MANAGER = "java.util.logging.LogManager";

  private static final String OWN = "io.backupman.";

  /** The loggers that those of the program inherit from. */
  private static final Set<String> ABOVE = Set.of("", "io");

  private LogCalls() {}

  @InsteadOf(LOG_MANAGER)
  public static void reset(LogManager manager) {
    CallingPlugin.ignored("LogManager.reset");
  }

  @InsteadOf(LOG_MANAGER)
  public static void readConfiguration(LogManager manager) {
    CallingPlugin.ignored("LogManager.readConfiguration");
  }

  @InsteadOf(LOG_MANAGER)
  public static void readConfiguration(LogManager manager, InputStream configuration) {
    CallingPlugin.ignored("LogManager.readConfiguration");
  }

  @InsteadOf(LOG_MANAGER)
  public static void updateConfiguration(LogManager manager, @Nullable Function<?, ?> mapper) {
    CallingPlugin.ignored("LogManager.updateConfiguration");
  }

  @InsteadOf(LOG_MANAGER)
  public static void updateConfiguration(
      LogManager manager, InputStream configuration, @Nullable Function<?, ?> mapper) {
    CallingPlugin.ignored("LogManager.updateConfiguration");
  }

  // The program's own loggers, and the handlers of all

  @InsteadOf(LOGGER)
  public static void setLevel(Logger logger, @Nullable Level level) {
    if (mayChange(logger, "setLevel")) {
      logger.setLevel(level);
    }
  }

  @InsteadOf(LOGGER)
  public static void setFilter(Logger logger, @Nullable Filter filter) {
    if (mayChange(logger, "setFilter")) {
      logger.setFilter(filter);
    }
  }

  @InsteadOf(LOGGER)
  public static void setUseParentHandlers(Logger logger, boolean use) {
    if (mayChange(logger, "setUseParentHandlers")) {
      logger.setUseParentHandlers(use);
    }
  }

  @InsteadOf(LOGGER)
  public static void addHandler(Logger logger, Handler handler) {
    if (mayChange(logger, "addHandler")) {
      logger.addHandler(handler);
    }
  }

  @InsteadOf(LOGGER)
  public static void removeHandler(Logger logger, @Nullable Handler handler) {
    if (mayChange(logger, "removeHandler")) {
      logger.removeHandler(handler);
    }
  }

  /** None of the program's, which could be closed. */
  @InsteadOf(LOGGER)
  public static Handler[] getHandlers(Logger logger) {
    return isPrograms(logger) ? new Handler[0] : logger.getHandlers();
  }

  private static boolean mayChange(Logger logger, String method) {
    if (isPrograms(logger)) {
      CallingPlugin.ignored("Logger.%s of the logger \"%s\"".formatted(method, logger.getName()));
      return false;
    }
    return true;
  }

  private static boolean isPrograms(Logger logger) {
    var name = logger.getName();
    return name != null && (ABOVE.contains(name) || (name + ".").startsWith(OWN));
  }
}

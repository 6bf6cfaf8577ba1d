package io.backupman.server.plugin;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * What plugins call instead of methods of the JDK that change the whole process. It is public, and
 * its methods are named as those are, because plugins' classes are made to call them. What would
 * end the process throws a {@link PluginExit}; what would change it for everybody is ignored, and
 * told in the log. Safe for use by several threads.
 */
public final class ProcessCalls {
  private static final String SYSTEM = "java.lang.System";
  private static final String RUNTIME = "java.lang.Runtime";
  private static final String SIGNAL = "sun.misc.Signal";
  private static final String LOCALE = "java.util.Locale";
  private static final String DRIVERS = "java.sql.DriverManager";

  private ProcessCalls() {}

  // What ends the process

  @InsteadOf(SYSTEM)
  public static void exit(int status) {
    CallingPlugin.refuseToEnd("System.exit(" + status + ")");
  }

  @InsteadOf(RUNTIME)
  public static void exit(Runtime runtime, int status) {
    CallingPlugin.refuseToEnd("Runtime.exit(" + status + ")");
  }

  @InsteadOf(RUNTIME)
  public static void halt(Runtime runtime, int status) {
    CallingPlugin.refuseToEnd("Runtime.halt(" + status + ")");
  }

  @InsteadOf(SIGNAL)
  public static void raise(Object signal) {
    CallingPlugin.refuseToEnd("Signal.raise(" + signal + ")");
  }

  // What happens at its end

  @InsteadOf(RUNTIME)
  public static void addShutdownHook(Runtime runtime, Thread hook) {
    CallingPlugin.loader()
        .ifPresentOrElse(plugin -> plugin.hooks().add(hook), () -> runtime.addShutdownHook(hook));
  }

  @InsteadOf(RUNTIME)
  public static boolean removeShutdownHook(Runtime runtime, Thread hook) {
    return CallingPlugin.loader()
        .map(plugin -> plugin.hooks().remove(hook))
        .orElseGet(() -> runtime.removeShutdownHook(hook));
  }

  @InsteadOf(SIGNAL)
  public static @Nullable Object handle(Object signal, Object handler) {
    CallingPlugin.ignored("Signal.handle(" + signal + ")");
    return null;
  }

  // System properties

  @InsteadOf(SYSTEM)
  public static @Nullable String setProperty(String key, String value) {
    if (!PlatformProperties.isOne(key)) {
      return System.setProperty(key, value);
    }
    var now = System.getProperty(key);
    if (!value.equals(now)) {
      CallingPlugin.ignored("System.setProperty(\"" + key + "\", …)");
    }
    return now;
  }

  @InsteadOf(SYSTEM)
  public static @Nullable String clearProperty(String key) {
    if (!PlatformProperties.isOne(key)) {
      return System.clearProperty(key);
    }
    var now = System.getProperty(key);
    if (now != null) {
      CallingPlugin.ignored("System.clearProperty(\"" + key + "\")");
    }
    return now;
  }

  @InsteadOf(SYSTEM)
  public static Properties getProperties() {
    return new PluginProperties();
  }

  /** Sets those that it may; all others stay. */
  @InsteadOf(SYSTEM)
  public static void setProperties(@Nullable Properties properties) {
    if (properties == null) {
      CallingPlugin.ignored("System.setProperties(null)");
    } else {
      properties
          .stringPropertyNames()
          .forEach(key -> setProperty(key, properties.getProperty(key)));
    }
  }

  // Streams

  /** The standard output, which a plugin may write to, but not close. */
  public static PrintStream out() {
    return UnclosableStream.of(System.out);
  }

  /** The standard error, which a plugin may write to, but not close. */
  public static PrintStream err() {
    return UnclosableStream.of(System.err);
  }

  @InsteadOf(SYSTEM)
  public static void setOut(PrintStream out) {
    CallingPlugin.ignored("System.setOut");
  }

  @InsteadOf(SYSTEM)
  public static void setErr(PrintStream err) {
    CallingPlugin.ignored("System.setErr");
  }

  @InsteadOf(SYSTEM)
  public static void setIn(InputStream in) {
    CallingPlugin.ignored("System.setIn");
  }

  // Language, time zone, threads

  @InsteadOf(LOCALE)
  public static void setDefault(Locale locale) {
    CallingPlugin.ignored("Locale.setDefault");
  }

  @InsteadOf(LOCALE)
  public static void setDefault(Locale.Category category, Locale locale) {
    CallingPlugin.ignored("Locale.setDefault");
  }

  @InsteadOf("java.util.TimeZone")
  public static void setDefault(@Nullable TimeZone zone) {
    CallingPlugin.ignored("TimeZone.setDefault");
  }

  @InsteadOf("java.lang.Thread")
  public static void setDefaultUncaughtExceptionHandler(
      Thread.@Nullable UncaughtExceptionHandler handler) {
    CallingPlugin.ignored("Thread.setDefaultUncaughtExceptionHandler");
  }

  // Databases

  @InsteadOf(DRIVERS)
  public static void setLoginTimeout(int seconds) {
    CallingPlugin.ignored("DriverManager.setLoginTimeout");
  }

  @InsteadOf(DRIVERS)
  public static void setLogWriter(@Nullable PrintWriter writer) {
    CallingPlugin.ignored("DriverManager.setLogWriter");
  }

  @InsteadOf(DRIVERS)
  public static void setLogStream(@Nullable PrintStream stream) {
    CallingPlugin.ignored("DriverManager.setLogStream");
  }
}

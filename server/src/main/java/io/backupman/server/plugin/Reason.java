package io.backupman.server.plugin;

import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts into words for an operator why a plugin's code failed. */
final class Reason {
  private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");

  /** The class file version of Java 1.0 would be this, so Java n has n + 44. */
  private static final int VERSION_OFFSET = 44;

  private static final int LONGEST = 500;

  private static final String MISSING =
      "; a plugin sees only the JDK, the notifier SPI and itself, so put the JAR that holds the"
          + " class beside it, both in one sub-folder of the plugins folder.";

  private Reason() {}

  /** Why loading failed, as a sentence. */
  static String of(Throwable failure) {
    if (failure instanceof UnsupportedClassVersionError tooNew) {
      return tooNew(tooNew);
    }
    if (failure instanceof NoClassDefFoundError || failure instanceof ClassNotFoundException) {
      return missing(failure);
    }
    if (failure instanceof ServiceConfigurationError
        || failure instanceof ExceptionInInitializerError) {
      return wrapped(failure);
    }
    if (failure instanceof LinkageError) {
      return "A class in it cannot be used: " + words(failure) + ".";
    }
    return "It failed while it was loaded: " + words(failure) + ".";
  }

  /**
   * What a failure says, on one line of bearable length and without a full stop. Its class would
   * tell the plugin's author something, who finds it in the log, but not a user.
   */
  static String words(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "there was not enough memory" + inBrackets(failure);
    }
    if (failure instanceof StackOverflowError) {
      return "it called itself without end" + inBrackets(failure);
    }
    if (failure instanceof NoClassDefFoundError || failure instanceof ClassNotFoundException) {
      var missing = message(failure).replace('/', '.');
      return missing.contains(" ")
          ? "a class in it cannot be used"
          : "it lacks the class " + missing;
    }
    var cause = failure.getCause();
    if (failure instanceof ExceptionInInitializerError && cause != null) {
      return words(cause);
    }
    var message = line(failure);
    return message.isEmpty() ? "an error without a message; the log says where" : message;
  }

  private static String inBrackets(Throwable failure) {
    var message = line(failure);
    return message.isEmpty() ? "" : " (" + message + ")";
  }

  private static String line(Throwable failure) {
    var message = message(failure).replaceAll("\\s*\\p{Cntrl}\\s*", " ").strip();
    return message.substring(0, Math.min(message.length(), LONGEST)).replaceAll("\\.+$", "");
  }

  /** An exception's class may be the plugin's own, and fail even here. */
  private static String message(Throwable failure) {
    try {
      return Objects.requireNonNullElse(failure.getMessage(), "");
    } catch (RuntimeException | LinkageError | StackOverflowError broken) {
      return "(its message cannot be read)";
    }
  }

  /** What the loader of services, or of a class, has wrapped says more than the wrapper. */
  private static String wrapped(Throwable wrapper) {
    var cause = wrapper.getCause();
    if (cause instanceof NoSuchMethodException constructor) {
      var provider = String.valueOf(constructor.getMessage()).replace(".<init>()", "");
      return "The provider " + provider + " has no public constructor without parameters.";
    }
    if (cause != null) {
      return of(cause);
    }
    return "Its service file is wrong: " + afterServiceName(wrapper.getMessage()) + ".";
  }

  private static String afterServiceName(@Nullable String message) {
    // Without where the private copy of the JAR is, which would only lead astray.
    var text = message == null ? "no reason given" : message.replaceAll("jar:file:\\S*!/", "");
    return text.substring(text.indexOf(": ") < 0 ? 0 : text.indexOf(": ") + 2);
  }

  private static String missing(Throwable failure) {
    var message = String.valueOf(failure.getMessage());
    if (message.startsWith("Could not initialize class")) {
      return "A class in it cannot be used: " + message + ".";
    }
    return "It lacks the class " + message.replace('/', '.') + MISSING;
  }

  private static String tooNew(UnsupportedClassVersionError failure) {
    var version = CLASS_FILE_VERSION.matcher(String.valueOf(failure.getMessage()));
    if (!version.find()) {
      return "A class in it is of a Java version that this one does not read: " + words(failure);
    }
    var needed = Integer.parseInt(version.group(1)) - VERSION_OFFSET;
    return "It needs Java %s, and Backupman runs on Java %s: run it on a newer one, or build the plugin with --release %s."
        .formatted(needed, Runtime.version().feature(), Runtime.version().feature());
  }
}

package io.backupman.server.config.section;

import io.backupman.core.process.NativeText;
import io.backupman.core.request.NearestWord;
import io.backupman.server.config.problem.Quotes;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads values of a kind out of a section. Where one is wrong, the fallback comes back. */
public final class TypedValues {
  private static final Map<String, Boolean> FLAGS = Map.of("true", true, "false", false);

  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}) ?%?");
  private static final int MOST_PERCENT = 100;

  private TypedValues() {}

  /** {@code true} or {@code false}. */
  public static boolean flag(Section section, String key, boolean fallback) {
    var text = section.find(key);
    var flag = text.map(word -> FLAGS.get(word.strip().toLowerCase(Locale.ROOT)));
    if (text.isPresent() && flag.isEmpty()) {
      section.reject(key, "must be true or false, not " + Quotes.of(text.get()));
    }
    return flag.orElse(fallback);
  }

  /** A whole number, both ends included. */
  public static int number(Section section, String key, int fallback, int from, int to) {
    var text = section.find(key);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(text.get().strip());
      if (number >= from && number <= to) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, with the range
    }
    section.reject(
        key,
        "must be a whole number from " + from + " to " + to + ", not " + Quotes.of(text.get()));
    return fallback;
  }

  /** Per cent, 1 to 100, with or without the sign; {@code off} is 0. */
  public static int percent(Section section, String key, int fallback) {
    var text = section.find(key);
    if (text.isEmpty()) {
      return fallback;
    }
    if (text.get().strip().equalsIgnoreCase("off")) {
      return 0;
    }
    var percent = PERCENT.matcher(text.get().strip());
    if (percent.matches() && Integer.parseInt(percent.group(1)) <= MOST_PERCENT) {
      return Integer.parseInt(percent.group(1));
    }
    section.reject(key, "must be from 1 % to 100 %, or off, not " + Quotes.of(text.get()));
    return fallback;
  }

  /** A time, both ends included. */
  public static Duration duration(
      Section section, String key, Duration fallback, Duration from, Duration to) {
    return section
        .find(key)
        .flatMap(text -> duration(section, section.path(key), text, from, to))
        .orElse(fallback);
  }

  /** The time that a text at a path says. */
  public static Optional<Duration> duration(
      Section section, String path, String text, Duration from, Duration to) {
    var duration = Durations.parse(text);
    if (duration.isEmpty()) {
      section.rejectAt(
          path, "must be a time such as 30s, 5m, 2h, 7d or PT30S, not " + Quotes.of(text));
    } else if (duration.get().compareTo(from) < 0 || duration.get().compareTo(to) > 0) {
      section.rejectAt(
          path,
          "must be from "
              + Durations.text(from)
              + " to "
              + Durations.text(to)
              + ", not "
              + Quotes.of(text));
      return Optional.empty();
    }
    return duration;
  }

  /** Reads one of some words, in capitals or not. */
  public static <T> T choice(
      Section section, String key, List<T> choices, Function<T, String> word, T fallback) {
    var text = section.find(key);
    var choice =
        text.flatMap(
            value ->
                choices.stream().filter(c -> word.apply(c).equalsIgnoreCase(value)).findFirst());
    if (text.isPresent() && choice.isEmpty()) {
      section.reject(key, oneOf(choices.stream().map(word).toList(), text.get()));
    }
    return choice.orElse(fallback);
  }

  /** The sentence for a word that is not one of those allowed. */
  public static String oneOf(Collection<String> words, String text) {
    return "must be "
        + (words.size() == 1 ? "" : "one of ")
        + String.join(", ", words)
        + ", not "
        + Quotes.of(text)
        + NearestWord.hint(text, words);
  }

  /**
   * A program, which is a name to be looked for on the {@code PATH} or a path, and the words after
   * it; a single text is a program alone.
   */
  public static List<String> command(Section section, String key) {
    var words = new ArrayList<>(section.texts(key).values());
    try {
      if (!words.isEmpty() && isPath(words.getFirst())) {
        words.set(0, section.resolve(words.getFirst()).toString());
      }
    } catch (InvalidPathException e) {
      section.reject(key, "is not a path: " + e.getReason());
    }
    return words;
  }

  private static boolean isPath(String program) {
    return program.contains("/") || program.startsWith("~");
  }

  /** A path; a relative one belongs to the folder of the file. */
  public static Optional<Path> path(Section section, String key) {
    try {
      return section.find(key).map(section::resolve);
    } catch (InvalidPathException e) {
      var isOfLocale = !NativeText.carries(e.getInput());
      section.reject(key, isOfLocale ? NativeText.advice() : "is not a path: " + e.getReason());
      return Optional.empty();
    }
  }

  /** A path that must be there; an empty one if it is not. */
  public static Path requirePath(Section section, String key) {
    section.require(key);
    return path(section, key).orElse(Path.of(""));
  }

  /** An address of the web. */
  public static Optional<URI> webAddress(Section section, String key) {
    var text = section.find(key);
    var uri = text.flatMap(TypedValues::uri).filter(TypedValues::isWebAddress);
    if (text.isPresent() && uri.isEmpty()) {
      section.reject(
          key,
          "must be an address such as https://backup.example.com, not " + Quotes.of(text.get()));
    }
    return uri;
  }

  private static boolean isWebAddress(URI uri) {
    var scheme = uri.getScheme();
    return uri.getHost() != null
        && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme));
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text.strip()));
    } catch (URISyntaxException e) {
      return Optional.empty(); // the caller tells the user, with the path
    }
  }
}

package io.backupman.core.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the dump program of a server is called.
 *
 * @param program a name on the PATH or a path; {@code null} looks for those that fit the server
 * @param arguments words that stand between the program and the dump's options, such as those of
 *     {@code nice -n 10 pg_dump} after the first
 */
public record DumpCommand(@Nullable String program, List<String> arguments) {
  /** Whatever fits the server, as it is. */
  public static final DumpCommand USUAL = new DumpCommand(null, List.of());

  /** Keeps a copy of the words. */
  public DumpCommand {
    arguments = List.copyOf(arguments);
  }

  /** Of these words; the usual one if there are none. */
  public static DumpCommand of(List<String> words) {
    return words.isEmpty()
        ? USUAL
        : new DumpCommand(words.getFirst(), words.subList(1, words.size()));
  }
}

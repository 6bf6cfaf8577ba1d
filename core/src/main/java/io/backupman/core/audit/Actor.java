package io.backupman.core.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who does something.
 *
 * @param name the name of an API key, or what {@link #byLink} and {@link #onCommandLine} say
 * @param address the address that a request came from; {@code null} on the command line
 */
public record Actor(String name, @Nullable String address) {

  /** Whoever has a signed link. */
  public static Actor byLink(String address) {
    return new Actor("download link", address);
  }

  /** A user of the operating system. */
  public static Actor onCommandLine(String user) {
    return new Actor("command line (" + user + ")", null);
  }
}

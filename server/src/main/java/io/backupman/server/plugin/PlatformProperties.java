package io.backupman.server.plugin;

import java.util.regex.Pattern;

/**
 * Tells the system properties that the JDK itself reads, for everybody, from those of libraries. A
 * plugin's library may well set its own.
 */
final class PlatformProperties {
  private static final Pattern NAMES =
      Pattern.compile(
          "(java|javax|jdk|sun|com\\.sun|user|file|path|line|os|native|stdin|stdout|stderr"
              + "|http|https|ftp|networkaddress)\\..+|socks.+");

  /**
   * Of the JDK too, but for images only, which nobody else makes; and those of libraries that are
   * named as what was a part of the JDK, or came from its makers.
   */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(java\\.awt"
              + "|javax\\.(cache|el|faces|jms|json|mail|persistence|servlet|validation|websocket|ws)"
              + "|(javax|com\\.sun)\\.xml\\.(bind|messaging|soap|ws)"
              + "|com\\.sun\\.(faces|jersey|mail))\\..+");

  private PlatformProperties() {}

  /** Whether it is one of the JDK's. */
  static boolean isOne(String name) {
    return NAMES.matcher(name).matches() && !HARMLESS.matcher(name).matches();
  }
}

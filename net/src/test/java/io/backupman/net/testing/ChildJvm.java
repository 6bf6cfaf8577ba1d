package io.backupman.net.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that runs a class, for what one process alone cannot show. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * Prepares one that has the class path of this JVM, and writes to its output in UTF-8. It lives
   * for seconds, so that no code is worth more than a first, quick compilation.
   */
  public static ProcessBuilder running(Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-Dstdout.encoding=UTF-8", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}

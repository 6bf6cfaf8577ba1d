package io.backupman.core.source;

import java.util.stream.Stream;

/**
 * The processes that this JVM has started, and those that they have; servers of tests among them.
 */
public final class Processes {
  private Processes() {}

  /** Those of a program. */
  public static Stream<ProcessHandle> of(String program) {
    return all().filter(process -> isOf(process, program));
  }

  /** Those of all other programs. */
  public static Stream<ProcessHandle> beside(String program) {
    return all().filter(process -> !isOf(process, program));
  }

  private static Stream<ProcessHandle> all() {
    return ProcessHandle.current().descendants();
  }

  private static boolean isOf(ProcessHandle process, String program) {
    return process.info().command().orElse("").endsWith("/" + program);
  }
}

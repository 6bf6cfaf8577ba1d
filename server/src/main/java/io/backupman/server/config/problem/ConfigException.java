package io.backupman.server.config.problem;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. Its message has one line for each problem. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ConfigException(Path file, List<Problem> problems) {
    super(lines(file, problems));
    this.problems = List.copyOf(problems);
  }

  private static String lines(Path file, List<Problem> problems) {
    return problems.stream()
        .map(problem -> file + ": " + problem)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** All problems, in the order of the file, secrets masked. At least one. */
  public List<Problem> problems() {
    return problems;
  }
}

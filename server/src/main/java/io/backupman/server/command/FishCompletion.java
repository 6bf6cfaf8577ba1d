package io.backupman.server.command;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes a script for fish, which the library does for other shells only: one {@code complete} for
 * each command, option and word, as <a
 * href="https://fishshell.com/docs/current/completions.html">fish's documentation</a> has it.
 */
final class FishCompletion {
  private final String program;
  private final List<String> lines = new ArrayList<>();

  private FishCompletion(String program) {
    this.program = program;
  }

  static String of(CommandSpec root) {
    var script = new FishCompletion(root.name());
    script.lines.add("complete -c " + root.name() + " -f");
    script.command(root, List.of());
    return String.join("\n", script.lines) + "\n";
  }

  private void command(CommandSpec command, List<String> path) {
    var here = condition(command, path);
    for (CommandLine sub : command.subcommands().values()) {
      complete(here, "-a " + quoted(sub.getCommandName()), description(sub.getCommandSpec()));
    }
    command.options().stream()
        .filter(option -> !option.hidden())
        .filter(option -> path.isEmpty() || !option.inherited())
        .forEach(option -> option(option, path));
    command
        .positionalParameters()
        .forEach(
            parameter -> {
              words(parameter).forEach(word -> complete(here, "-a " + quoted(word), ""));
              if (isFile(parameter)) {
                complete(here, "-F", "");
              }
            });
    for (CommandLine sub : command.subcommands().values()) {
      var inside = new ArrayList<>(path);
      inside.add(sub.getCommandName());
      command(sub.getCommandSpec(), inside);
    }
  }

  /** Within these commands, and in none of those inside. */
  private static String condition(CommandSpec command, List<String> path) {
    var conditions =
        new ArrayList<>(path.stream().map(name -> "__fish_seen_subcommand_from " + name).toList());
    if (!command.subcommands().isEmpty()) {
      conditions.add(
          "not __fish_seen_subcommand_from " + String.join(" ", command.subcommands().keySet()));
    }
    return String.join("; and ", conditions);
  }

  private static String seen(List<String> path) {
    return String.join(
        "; and ", path.stream().map(name -> "__fish_seen_subcommand_from " + name).toList());
  }

  private void option(OptionSpec option, List<String> path) {
    var names = new StringBuilder();
    for (var name : option.names()) {
      names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().min() > 0) {
      names.append(isFile(option) ? " -r -F" : " -x");
      if (!words(option).isEmpty()) {
        names.append(" -a ").append(quoted(String.join(" ", words(option))));
      }
    }
    complete(seen(path), names.substring(1), first(option.description()));
  }

  private static List<String> words(ArgSpec argument) {
    var words = new ArrayList<String>();
    var candidates = argument.completionCandidates();
    if (candidates != null) {
      candidates.forEach(words::add);
    } else if (argument.type().isEnum()) {
      for (var constant : argument.type().getEnumConstants()) {
        words.add(constant.toString());
      }
    }
    return words;
  }

  private static boolean isFile(ArgSpec argument) {
    return argument.type() == Path.class
        || argument.type() == File.class
        || argument.paramLabel().equals("FILE")
        || argument.paramLabel().equals("INPUT");
  }

  private void complete(String condition, String what, String description) {
    lines.add(
        "complete -c "
            + program
            + (condition.isEmpty() ? "" : " -n " + quoted(condition))
            + " "
            + what
            + (description.isEmpty() ? "" : " -d " + quoted(description)));
  }

  private static String description(CommandSpec command) {
    return first(command.usageMessage().description());
  }

  private static String first(String[] description) {
    return description.length == 0 ? "" : description[0].replace("$$", "$");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

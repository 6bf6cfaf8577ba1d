package io.backupman.server.command;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "completion",
    description = {
      "Print a script that lets a shell complete commands and options.",
      "bash: source <(backupman completion bash), in ~/.bashrc.",
      "zsh: source <(backupman completion zsh), in ~/.zshrc.",
      "fish: backupman completion fish > ~/.config/fish/completions/backupman.fish"
    })
final class CompletionCommand implements Runnable {
  /** The shells that there is a script for. */
  enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Root root;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.BASH;

  CompletionCommand(Root root) {
    this.root = root;
  }

  @Override
  public void run() {
    var commands = root.commands();
    root.out()
        .print(
            shell == Shell.FISH
                ? FishCompletion.of(commands)
                : AutoComplete.bash(commands.name(), commands.commandLine()));
    root.out().flush();
  }
}

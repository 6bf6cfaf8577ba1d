package io.backupman.server.command;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "completion",
    description = {
      "Print a script that lets a shell complete commands and options.",
      "bash: source <(backupman completion bash), in ~/.bashrc.",
      "zsh: source <(backupman completion zsh), in ~/.zshrc.",
      "fish: backupman completion fish > ~/.config/fish/completions/backupman.fish"
    })
final class CompletionCommand implements Runnable {
  @ParentCommand private @Nullable Root root;

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

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.BASH;

  @Override
  public void run() {
    var parent = Parents.of(root);
    var commands = parent.commands();
    parent
        .out()
        .print(
            shell == Shell.FISH
                ? FishCompletion.of(commands)
                : AutoComplete.bash(commands.name(), commands.commandLine()));
    parent.out().flush();
  }
}

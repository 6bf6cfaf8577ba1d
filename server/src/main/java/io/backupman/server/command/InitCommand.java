package io.backupman.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.server.config.ConfigFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

@Command(name = "init", description = "Write a commented config.yml to begin with.")
final class InitCommand implements Callable<Integer> {
  private final Root root;

  InitCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    var file = root.configFile();
    try {
      // Passwords are going to stand in it.
      PrivateFile.create(file);
      Files.writeString(file, ConfigFile.template(), UTF_8);
    } catch (FileAlreadyExistsException e) {
      root.out().printf("%s is there already; nothing was written.%n", file);
      return ExitCode.SOFTWARE;
    }
    root.out().printf("Wrote %s. Edit it, then try: backupman -c %s check%n", file, file);
    return ExitCode.OK;
  }
}

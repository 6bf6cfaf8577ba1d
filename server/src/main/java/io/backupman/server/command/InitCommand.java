package io.backupman.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.server.config.ConfigFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParentCommand;

@Command(name = "init", description = "Write a commented config.yml to begin with.")
final class InitCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Root root;

  @Override
  public Integer call() throws IOException {
    var parent = Parents.of(root);
    var file = parent.configFile();
    try {
      // Passwords are going to stand in it.
      PrivateFile.create(file);
      Files.writeString(file, ConfigFile.template(), UTF_8);
    } catch (FileAlreadyExistsException e) {
      parent.out().printf("%s is there already; nothing was written.%n", file);
      return ExitCode.SOFTWARE;
    }
    parent.out().printf("Wrote %s. Edit it, then try: backupman -c %s check%n", file, file);
    return ExitCode.OK;
  }
}

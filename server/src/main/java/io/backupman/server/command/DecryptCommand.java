package io.backupman.server.command;

import io.backupman.core.age.AgeException;
import io.backupman.core.age.AgeReader;
import io.backupman.core.age.Identities;
import io.backupman.core.file.FileTrouble;
import io.backupman.core.request.RequestProblem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "decrypt",
    description = {
      "Decrypt a copy from a drive that has encrypt_to, or any other file that age encrypted to a"
          + " key of age-keygen.",
      "Needs no configuration, so it works on whatever machine the private key is."
    })
final class DecryptCommand implements Callable<Integer> {
  private static final String ENDING = ".age";
  private static final String STANDARD = "-";

  private final Root root;

  @Option(
      names = {"-i", "--identity"},
      paramLabel = "FILE",
      required = true,
      description = "The file with the private key, as age-keygen writes it; it may hold several.")
  private Path identity = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where the contents go, - is standard output; default: INPUT without its ending .age. A"
              + " file that is there is never replaced.")
  private Optional<String> output = Optional.empty();

  @Parameters(paramLabel = "INPUT", description = "The encrypted file; - is standard input.")
  private String input = "";

  DecryptCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    var target = output.orElseGet(this::withoutEnding);
    var identities = Identities.read(identity);
    var name = input.equals(STANDARD) ? "The standard input" : input;
    var file = target.equals(STANDARD) ? null : new NewFile(Path.of(target));
    try (var in = opened();
        var contents = new AgeReader(name, identities).open(in)) {
      if (file == null) {
        print(contents);
      } else {
        file.write(contents);
        root.out().printf("Decrypted %s to %s%n", name, target);
      }
    }
    return ExitCode.OK;
  }

  private String withoutEnding() {
    if (!input.endsWith(ENDING) || Path.of(input).endsWith(ENDING)) {
      throw RequestProblem.invalid(
          "Say with --output where the contents go: the name %s does not end with .age."
              .formatted(input));
    }
    return input.substring(0, input.length() - ENDING.length());
  }

  private InputStream opened() {
    if (input.equals(STANDARD)) {
      return System.in;
    }
    try {
      return Files.newInputStream(Path.of(input));
    } catch (NoSuchFileException e) {
      throw new AgeException("There is no file %s.".formatted(input), e);
    } catch (IOException e) {
      throw new AgeException("%s cannot be read: %s.".formatted(input, FileTrouble.reason(e)), e);
    }
  }

  /** Not through {@code System.out}, which keeps to itself that nobody reads it any more. */
  private static void print(InputStream contents) {
    try (var out = new FileOutputStream(FileDescriptor.out)) {
      contents.transferTo(out);
    } catch (IOException e) {
      throw new AgeException(
          "The contents could not be written to the standard output: %s."
              .formatted(FileTrouble.reason(e)),
          e);
    }
  }
}

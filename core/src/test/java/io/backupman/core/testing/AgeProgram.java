package io.backupman.core.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.backupman.core.process.SearchPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The programs {@code age} and {@code age-keygen}. Aborts the test where they are not there. */
public final class AgeProgram {
  private AgeProgram() {}

  /** Encrypts a file; options such as {@code -r}, a recipient come first. */
  public static Path encrypt(Path plain, Path encrypted, String... options) {
    run("age", arguments(options, "-o", encrypted.toString(), plain.toString()));
    return encrypted;
  }

  /** Decrypts a file. */
  public static Path decrypt(Path encrypted, Path identities, Path plain) {
    var file = encrypted.toString();
    run("age", List.of("-d", "-i", identities.toString(), "-o", plain.toString(), file));
    return plain;
  }

  /** Makes a key. */
  public static Path keygen(Path file) {
    run("age-keygen", List.of("-o", file.toString()));
    return file;
  }

  private static List<String> arguments(String[] options, String... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toList();
  }

  private static void run(String name, List<String> arguments) {
    var program = SearchPath.ofEnvironment().find(name);
    if (program.isEmpty()) {
      var reason = "There is no program " + name + " on the PATH (Debian: apt install age).";
      System.getLogger(AgeProgram.class.getName()).log(System.Logger.Level.WARNING, reason);
      abort(reason);
    }
    try {
      var command = Stream.concat(program.stream().map(Path::toString), arguments.stream());
      var process = new ProcessBuilder(command.toList()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

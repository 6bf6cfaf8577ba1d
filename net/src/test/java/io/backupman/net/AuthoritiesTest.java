package io.backupman.net;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of certificates that cannot be used. */
@Timeout(60)
class AuthoritiesTest {

  @Test
  void aPipeADeviceAndAFolderAreRefused(@TempDir Path folder) throws Exception {
    var pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();

    refuses(pipe, "it is no regular file");
    refuses(Path.of("/dev/zero"), "it is no regular file");
    refuses(folder, "it is no regular file");
  }

  @Test
  void aFileThatCannotBeOneOfCertificatesIsNotReadToItsEnd(@TempDir Path folder)
      throws IOException {
    var large = Files.write(folder.resolve("large"), new byte[(4 << 20) + 1]);

    refuses(large, "it is larger than 4 MiB");
  }

  private static void refuses(Path file, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Authorities.JAVA.and(file))
        .withMessage("cannot be used: it cannot be read (" + why + ")");
  }
}

package io.backupman.net;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.backupman.net.testing.PlainServer;
import io.backupman.net.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
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

  @Test
  void itsSocketsVerifyTheNameOfTheServer(@TempDir Path folder) throws Exception {
    var authority = TestAuthority.in(folder);
    var sockets = Authorities.JAVA.and(authority.pem()).sockets();
    try (var other = PlainServer.encrypted(authority.server("other.example"), "");
        var right = PlainServer.encrypted(authority.server("localhost"), "");
        var connected = (SSLSocket) sockets.createSocket("localhost", right.port());
        var deceived = (SSLSocket) sockets.createSocket("localhost", other.port())) {
      connected.startHandshake();
      assertThatExceptionOfType(SSLHandshakeException.class)
          .isThrownBy(deceived::startHandshake)
          .withMessageContaining("localhost");
    }
  }

  private static void refuses(Path file, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Authorities.JAVA.and(file))
        .withMessage("cannot be used: it cannot be read (" + why + ")");
  }
}

package io.backupman.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.backupman.net.testing.PlainServer;
import io.backupman.net.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
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

  @Test
  void itsSocketsShowTheCertificateThatJavaIsToldToShow(@TempDir Path folder) throws Exception {
    var authority = TestAuthority.in(folder);
    var tls = authority.server("localhost");
    System.setProperty("javax.net.ssl.keyStore", authority.keyStore().toString());
    System.setProperty("javax.net.ssl.keyStorePassword", authority.password());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var server = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0)) {
      server.setNeedClientAuth(true);
      var answered = threads.submit(() -> answer(server));
      var sockets = Authorities.JAVA.and(authority.pem()).sockets();
      try (var connected = sockets.createSocket("localhost", server.getLocalPort())) {
        assertThat(connected.getInputStream().read()).isEqualTo('a');
      }
      assertThat(answered.get()).isNotEmpty();

      System.setProperty("javax.net.ssl.keyStore", folder.resolve("none").toString());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Authorities.JAVA.and(authority.pem()))
          .withMessage(
              "cannot be used: the key store that Java's property javax.net.ssl.keyStore names"
                  + " cannot be read ("
                  + folder.resolve("none")
                  + ")");
    } finally {
      System.clearProperty("javax.net.ssl.keyStore");
      System.clearProperty("javax.net.ssl.keyStorePassword");
    }
  }

  private static Certificate[] answer(SSLServerSocket server) throws IOException {
    try (var client = (SSLSocket) server.accept()) {
      client.getOutputStream().write('a');
      return client.getSession().getPeerCertificates();
    }
  }

  private static void refuses(Path file, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Authorities.JAVA.and(file))
        .withMessage("cannot be used: it cannot be read (" + why + ")");
  }
}

package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.process.SearchPath;
import io.backupman.core.testing.SelfSigned;
import io.backupman.server.docs.Block;
import io.backupman.server.docs.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A real nginx with the configuration of {@code docs/operations}, in a folder of its own. Only
 * names, ports and paths are other ones.
 */
final class Nginx implements AutoCloseable {
  private static final Path CONFIGURATION = Page.REPOSITORY.resolve("docs/operations/nginx.conf");
  private static final Path PAGE = Path.of("docs/operations/reverse-proxy.md");

  private final Path folder;
  private final int port;
  private final SelfSigned certificate;
  private final Process process;

  private Nginx(Path program, Path folder, int port, int upstream)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.port = port;
    certificate = SelfSigned.make(folder);
    Files.writeString(folder.resolve("certificate.pem"), certificate.certificate());
    Files.writeString(folder.resolve("certificate.key"), certificate.key());
    Files.writeString(folder.resolve("backupman.conf"), site(upstream));
    Files.writeString(folder.resolve("nginx.conf"), frame());
    process =
        new ProcessBuilder(
                program.toString(), "-p", folder.toString(), "-c", "nginx.conf", "-e", "error.log")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    await().atMost(20, TimeUnit.SECONDS).until(this::listens);
  }

  /** Where the program is, if it is installed. */
  static Optional<Path> program() {
    return Stream.of("nginx", "/usr/sbin/nginx")
        .flatMap(name -> SearchPath.ofEnvironment().find(name).stream())
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @param port where it is to listen
   * @param upstream the port of the server that it stands before
   */
  static Nginx start(Path program, Path folder, int port, int upstream) {
    try {
      return new Nginx(program, Files.createDirectory(folder.resolve("nginx")), port, upstream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String site(int upstream) throws IOException {
    var prefix =
        Page.of(PAGE).blocks().stream()
            .filter(block -> block.language().equals("nginx"))
            .map(Block::text)
            .findFirst()
            .orElseThrow();
    return replaced(Files.readString(CONFIGURATION), "location / {", prefix + "location / {")
        .replace("listen 443 ssl;", "listen 127.0.0.1:%s ssl;".formatted(port))
        .replace("127.0.0.1:8080", "127.0.0.1:" + upstream)
        .replace("/etc/ssl/private/backup.example.com.key", folder + "/certificate.key")
        .replace("/etc/ssl/backup.example.com.pem", folder + "/certificate.pem")
        .replace("/var/log/nginx/backupman.log", folder + "/access.log");
  }

  private static String replaced(String text, String old, String by) {
    assertThat(text).contains(old);
    return text.replace(old, by);
  }

  /** What Debian's own configuration has around it, but for another user. */
  private String frame() {
    var temporary =
        List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
            .map(name -> "  %s_temp_path %s;\n".formatted(name, name))
            .toList();
    var user = System.getProperty("user.name").equals("root") ? "user root;\n" : "";
    return """
        %sdaemon off;
        worker_processes 1;
        pid nginx.pid;
        error_log error.log warn;
        events {}
        http {
        %s  include backupman.conf;
        }
        """
        .formatted(user, String.join("", temporary));
  }

  private boolean listens() {
    assertThat(process.isAlive()).as(() -> read("output.txt") + read("error.log")).isTrue();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private String read(String name) {
    try {
      return Files.exists(folder.resolve(name)) ? Files.readString(folder.resolve(name)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it has logged of requests. */
  String accessLog() {
    return read("access.log");
  }

  /** What it has complained of. */
  String errorLog() {
    return read("error.log");
  }

  /** Trusts its certificate. */
  SSLContext trusting() throws IOException, GeneralSecurityException {
    var pem = certificate.certificate().getBytes(StandardCharsets.US_ASCII);
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "nginx",
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

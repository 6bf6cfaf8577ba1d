package io.backupman.notifier.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority of the tests' own and what it signed, made with {@code keytool}. */
final class TestCertificates {
  static final String PASSWORD = "changeit";

  /** For {@code localhost}. */
  static final String GOOD = "good";

  /** For another host. */
  static final String OTHER_HOST = "other-host";

  /** For {@code localhost}, but no longer. */
  static final String EXPIRED = "expired";

  /** For {@code localhost}, signed by itself. */
  static final String SELF_SIGNED = "self-signed";

  private final Path folder;

  private TestCertificates(Path folder) {
    this.folder = folder;
  }

  private static final class Once {
    static final TestCertificates MADE = make();
  }

  /** The certificates of this run. */
  static TestCertificates get() {
    return Once.MADE;
  }

  /** The authority's own certificate. */
  Path authority() {
    return folder.resolve("ca.pem");
  }

  /** A key store with nothing but this certificate and its key. */
  Path keyStore(String alias) {
    return folder.resolve(alias + ".p12");
  }

  /** TLS for a server that shows this certificate. */
  SSLContext server(String alias) {
    try (var in = Files.newInputStream(keyStore(alias))) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestCertificates make() {
    try {
      var build = Files.createDirectories(Path.of("target"));
      var made = new TestCertificates(Files.createTempDirectory(build, "certificates"));
      made.keytool(
          "-genkeypair", "-keyalg", "EC", "-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc:c");
      made.keytool("-exportcert", "-rfc", "-alias", "ca", "-file", made.authority().toString());
      made.sign(GOOD, "dns:localhost", "-validity", "2");
      made.sign(OTHER_HOST, "dns:mail.other.example", "-validity", "2");
      made.sign(EXPIRED, "dns:localhost", "-startdate", "-5d", "-validity", "1");
      made.keytool("-genkeypair", "-keyalg", "EC", "-alias", SELF_SIGNED, "-dname", "CN=localhost");
      made.copyAlone(SELF_SIGNED);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sign(String alias, String name, String... validity) throws IOException {
    var arguments = new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-signer", "ca"));
    arguments.addAll(List.of("-alias", alias, "-dname", "CN=" + alias, "-ext", "san=" + name));
    arguments.addAll(List.of(validity));
    keytool(arguments.toArray(String[]::new));
    copyAlone(alias);
  }

  private void copyAlone(String alias) throws IOException {
    try (var in = Files.newInputStream(keyStore("all"));
        var out = Files.newOutputStream(keyStore(alias))) {
      var password = PASSWORD.toCharArray();
      var all = KeyStore.getInstance("PKCS12");
      all.load(in, password);
      var alone = KeyStore.getInstance("PKCS12");
      alone.load(null, null);
      alone.setKeyEntry(
          alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
      alone.store(out, password);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keytool(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")); // a quick start
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", keyStore("all").toString(), "-storepass", PASSWORD));
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

package io.backupman.net.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of the tests' own, made with {@code keytool}. */
public final class TestAuthority {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String CA = "ca";

  private final Path folder;

  private TestAuthority(Path folder) {
    this.folder = folder;
  }

  /** Makes one in a folder. */
  public static TestAuthority in(Path folder) {
    var made = new TestAuthority(folder);
    made.generate(CA, "-ext", "bc:c");
    return made;
  }

  /** A file with its certificate in PEM. */
  public Path pem() {
    try {
      var bytes = all().getCertificate(CA).getEncoded();
      var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
      return Files.writeString(
          folder.resolve("ca.pem"),
          "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** TLS for a server that shows a good certificate for this host. */
  public SSLContext server(String host) {
    return signed(host, host, "-validity", "2");
  }

  /** TLS for a server whose certificate for this host is no longer valid. */
  public SSLContext expiredServer(String host) {
    return signed("expired." + host, host, "-startdate", "-5d", "-validity", "1");
  }

  /** TLS for a server that signed its certificate itself. */
  public SSLContext selfSignedServer(String host) {
    generate("self-signed", "-ext", "san=dns:" + host);
    return context("self-signed");
  }

  /** TLS for a client that trusts this authority and no other. */
  public SSLContext client() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust().getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private TrustManagerFactory trust() throws IOException, GeneralSecurityException {
    var trusted = emptyStore();
    trusted.setCertificateEntry(CA, all().getCertificate(CA));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    return trust;
  }

  /** A file with all keys and certificates that it has made, for whoever knows the password. */
  public Path keyStore() {
    return folder.resolve("all.p12");
  }

  /** Opens its key store. */
  public String password() {
    return String.valueOf(PASSWORD);
  }

  private SSLContext signed(String alias, String host, String... validity) {
    var more = new ArrayList<>(List.of("-signer", CA, "-ext", "san=dns:" + host));
    more.addAll(List.of(validity));
    generate(alias, more.toArray(String[]::new));
    return context(alias);
  }

  private SSLContext context(String alias) {
    try {
      var all = all();
      var alone = emptyStore();
      alone.setKeyEntry(
          alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(alone, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust().getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore all() throws IOException, GeneralSecurityException {
    var store = emptyStore();
    try (var in = Files.newInputStream(keyStore())) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private void generate(String alias, String... more) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-alias", alias));
    command.addAll(List.of("-dname", "CN=" + alias));
    command.addAll(List.of("-keystore", keyStore().toString()));
    command.addAll(List.of("-storepass", String.valueOf(PASSWORD)));
    command.addAll(List.of(more));
    run(command);
  }

  private static void run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool failed: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

package io.backupman.net;

import io.backupman.notifier.spi.summary.PlainText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities that servers are believed by: those that Java trusts, and further
 * ones beside them. Immutable.
 */
public final class Authorities {
  /** The authorities that Java trusts. */
  public static final Authorities JAVA = new Authorities(List.of(), null);

  /** Of a file; the authorities of a whole distribution take a quarter of one. */
  private static final int MOST_MIB = 4;

  private final List<X509Certificate> further;
  private final @Nullable SSLContext context;

  private Authorities(List<X509Certificate> further, @Nullable SSLContext context) {
    this.further = further;
    this.context = context;
  }

  /**
   * These and those of a file of certificates in PEM.
   *
   * @throws IllegalArgumentException with a sentence if it cannot be used, to follow the name of
   *     the key that names it
   */
  public Authorities and(Path pem) {
    try {
      var all = new ArrayList<>(further);
      all.addAll(read(pem));
      return new Authorities(List.copyOf(all), context(all));
    } catch (IOException unreadable) {
      throw unusable("it cannot be read (" + said(unreadable) + ")", unreadable);
    } catch (GeneralSecurityException other) {
      throw unusable("it is not a PEM certificate (" + said(other) + ")", other);
    }
  }

  private static IllegalArgumentException unusable(String why, Exception cause) {
    return new IllegalArgumentException("cannot be used: " + why, cause);
  }

  static String said(Exception cause) {
    return PlainText.oneLine(ConnectionErrors.said(cause));
  }

  /**
   * Makes encrypted connections, which verify the server's name. Without further authorities, as
   * Java's default does.
   */
  public SSLSocketFactory sockets() {
    try {
      return new VerifyingSockets(
          (context == null ? SSLContext.getDefault() : context).getSocketFactory());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java makes no TLS connections.", e);
    }
  }

  private static List<X509Certificate> read(Path pem) throws IOException, CertificateException {
    try (var in = new ByteArrayInputStream(bytes(pem))) {
      var certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        throw new CertificateException("there is no certificate in it");
      }
      return certificates;
    }
  }

  /** A pipe would be waited for, perhaps for ever, and a device may never end. */
  private static byte[] bytes(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is no regular file");
    }
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes((MOST_MIB << 20) + 1);
      if (bytes.length > MOST_MIB << 20) {
        throw new IOException("it is larger than %s MiB".formatted(MOST_MIB));
      }
      return bytes;
    }
  }

  private static SSLContext context(List<X509Certificate> further)
      throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    var all = new ArrayList<>(further);
    for (var manager : trust(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        all.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    for (var i = 0; i < all.size(); i++) {
      trusted.setCertificateEntry("ca-" + i, all.get(i));
    }
    var context = SSLContext.getInstance("TLS");
    context.init(OwnCertificate.keys(), trust(trusted).getTrustManagers(), null);
    return context;
  }

  private static TrustManagerFactory trust(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}

package io.backupman.notifier.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that mail servers are believed by. */
final class TrustedAuthorities {

  private TrustedAuthorities() {}

  /**
   * Makes encrypted connections that trust what the JDK trusts, and the authorities of a file.
   *
   * @param pem a file with one or more certificates in PEM
   * @throws IOException if the file cannot be read
   * @throws GeneralSecurityException if it holds something else than certificates
   */
  static SSLSocketFactory socketFactory(Optional<Path> pem)
      throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    add(trusted, "jdk-", authoritiesOfTheJdk());
    if (pem.isPresent()) {
      add(trusted, "file-", read(pem.get()));
    }
    var context = SSLContext.getInstance("TLS");
    context.init(null, trustManagers(trusted).getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private static void add(KeyStore store, String prefix, List<? extends Certificate> certificates)
      throws GeneralSecurityException {
    for (var i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry(prefix + i, certificates.get(i));
    }
  }

  private static List<Certificate> read(Path pem) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(pem)) {
      var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new GeneralSecurityException("there is no certificate in it");
      }
      return new ArrayList<>(certificates);
    }
  }

  private static List<X509Certificate> authoritiesOfTheJdk() throws GeneralSecurityException {
    var found = new ArrayList<X509Certificate>();
    for (var manager : trustManagers(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        found.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    return found;
  }

  private static TrustManagerFactory trustManagers(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}

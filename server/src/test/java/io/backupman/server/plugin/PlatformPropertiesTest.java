package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformPropertiesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.io.tmpdir",
        "java.net.preferIPv4Stack",
        "javax.net.ssl.trustStore",
        "javax.xml.parsers.DocumentBuilderFactory",
        "javax.xml.accessExternalDTD",
        "com.sun.jndi.ldap.connect.pool",
        "com.sun.net.ssl.checkRevocation",
        "jdk.tls.client.protocols",
        "https.protocols",
        "socksProxyHost",
        "line.separator"
      })
  void thoseOfTheJdkAreTold(String name) {
    assertThat(PlatformProperties.isOne(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.awt.headless",
        "javax.xml.bind.JAXBContextFactory",
        "javax.xml.soap.SAAJMetaFactory",
        "javax.persistence.provider",
        "javax.ws.rs.client.ClientBuilder",
        "com.sun.xml.bind.v2.bytecode.ClassTailor.noOptimize",
        "com.sun.mail.smtp.debug",
        "mail.mime.splitlongparameters",
        "io.netty.noUnsafe",
        "log4j2.formatMsgNoLookups",
        "org.slf4j.simpleLogger.logFile"
      })
  void thoseOfLibrariesMayBeSet(String name) {
    assertThat(PlatformProperties.isOne(name)).isFalse();
  }
}

package io.backupman.notifier.mail;

import jakarta.mail.internet.InternetAddress;
import java.util.Optional;

/**
 * Whom the messages are from.
 *
 * @param configured the address with its name; empty if nobody has said
 * @param messageIdDomain what stands after the {@code @} in message ids: the same on every machine,
 *     so that a retry elsewhere has the same id
 */
record Sender(Optional<InternetAddress> configured, String messageIdDomain) {

  /**
   * The address with its name, a new one each time.
   *
   * @param ownName what this machine calls itself to the server, where nobody has said
   */
  InternetAddress on(String ownName) {
    return configured
        .map(address -> (InternetAddress) address.clone())
        .orElseGet(() -> MailAddress.named("backupman@" + ownName, "Backupman"));
  }

  /** The address as far as it is known before a server is called; else empty. */
  String knownAddress() {
    return configured.map(InternetAddress::getAddress).orElse("");
  }

  /** What stands after the {@code @} of the configured address; empty if there is none. */
  Optional<String> domain() {
    return configured
        .map(InternetAddress::getAddress)
        .map(address -> address.substring(address.lastIndexOf('@') + 1));
  }
}

package io.backupman.notifier.mail;

import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * Where mail is handed in, and how.
 *
 * @param host the server's name or IP address, in ASCII
 * @param port its port, 1 to 65535
 * @param crypto how the connection is protected
 * @param account who signs in; empty if nobody does
 * @param tls makes encrypted connections, trusting the CAs that are to be trusted
 * @param ownName what this machine calls itself to the server
 */
record MailServer(
    String host,
    int port,
    SmtpCrypto crypto,
    Optional<Account> account,
    SSLSocketFactory tls,
    OwnName ownName) {

  /** Host and port, for sentences: {@code smtp.example.com:587}. */
  String authority() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** What it said, or a sentence with it, without the password that an answer may repeat. */
  String masked(String sentence) {
    return account.map(who -> who.masked(sentence)).orElse(sentence);
  }
}

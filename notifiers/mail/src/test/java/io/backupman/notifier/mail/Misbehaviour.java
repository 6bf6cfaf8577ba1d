package io.backupman.notifier.mail;

import io.backupman.notifier.mail.SmtpServer.Reaction;
import java.util.function.Consumer;

/** How mail servers misbehave. */
final class Misbehaviour {
  static final String GO_AHEAD = "220 go ahead\r\n";

  /** The beginning of a record of 16 KiB. */
  static final String TLS_RECORD = "\u0016\u0003\u0003@\u0000";

  /** Says handshake_failure, and that this is fatal (RFC 8446, section 6). */
  static final String TLS_ALERT = "\u0015\u0003\u0003\u0000\u0002\u0002(";

  static final Reaction CLOSE = (line, connection) -> connection.drop();
  static final Reaction HANG = (line, connection) -> connection.hang();
  static final Reaction DRIP = (line, connection) -> connection.drip(50);

  private Misbehaviour() {}

  static Consumer<SmtpServer> showing(String word, String alias) {
    return word.equals("ssl") ? implicit(alias) : server -> server.withStartTls(alias);
  }

  static Consumer<SmtpServer> implicit(String alias) {
    return server -> server.withImplicitTls(alias);
  }

  static Consumer<SmtpServer> good() {
    return server -> server.withStartTls(TestCertificates.GOOD);
  }

  static Consumer<SmtpServer> secondHello(String reply) {
    return server ->
        server
            .withStartTls(TestCertificates.GOOD)
            .on(
                "STARTTLS",
                (line, connection) -> {
                  server.answering("EHLO", reply);
                  connection.say("220 go ahead");
                  connection.encrypt();
                });
  }

  static Reaction last(String reply) {
    return sayAnd(reply + "\r\n", CLOSE);
  }

  static Reaction raw(String octets) {
    return sayAnd(octets, CLOSE);
  }

  static Reaction sayAnd(String octets, Reaction next) {
    return (line, connection) -> {
      connection.write(octets);
      next.to(line, connection);
    };
  }

  /** Agrees to STARTTLS, and says this when the client has begun its handshake. */
  static Reaction inHandshake(String octets, Reaction next) {
    return (line, connection) -> {
      connection.write(GO_AHEAD);
      connection.listen();
      connection.write(octets);
      next.to(line, connection);
    };
  }

  static Reaction babble(String octets) {
    return (line, connection) -> connection.babble(octets);
  }

  static Reaction oneLineOnly() {
    return (line, connection) -> {
      connection.say("354 go on");
      connection.skipLine();
      connection.drop();
    };
  }
}

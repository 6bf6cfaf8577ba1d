package io.backupman.notifier.mail;

import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * Signs in to a mail server (RFC 4954) by the first way that it takes of those that it offers. A
 * server that refuses a way, but not the password, is asked for the next one: many offer more than
 * they allow.
 */
final class SignIn {
  /** In the order in which they are tried. */
  private static final List<String> KNOWN =
      List.of("LOGIN", "PLAIN", "CRAM-MD5", "DIGEST-MD5", "NTLM");

  /**
   * What is said of the way and not of the password: not known, not strong enough, only encrypted
   * (RFC 4954, section 6), or not understood at all (RFC 5321, section 4.2.2).
   */
  private static final Set<Integer> ANOTHER_WAY = Set.of(500, 501, 502, 503, 504, 534, 538);

  private static final int GO_ON = 334;
  private static final int DONE = 235;

  private final StagedTransport smtp;
  private final String host;
  private final Account account;

  SignIn(StagedTransport smtp, String host, Account account) {
    this.smtp = smtp;
    this.host = host;
    this.account = account;
  }

  /**
   * Signs in.
   *
   * @return false if the server offers no way that is known here
   * @throws MessagingException if it took none, with what it said last
   */
  boolean done() throws MessagingException {
    var tried = false;
    for (var way : KNOWN) {
      if (smtp.offersSignIn(way)) {
        tried = true;
        if (accepted(way)) {
          return true;
        }
      }
    }
    if (tried) {
      throw refused();
    }
    return false;
  }

  /** Returns false if another way may be. */
  private boolean accepted(String way) throws MessagingException {
    var code = way.equals("LOGIN") ? login() : sasl(way);
    if (code == DONE) {
      return true;
    }
    if (ANOTHER_WAY.contains(code)) {
      return false;
    }
    throw refused();
  }

  private MessagingException refused() {
    return new MessagingException(smtp.getLastServerResponse());
  }

  /** No SASL mechanism, but spoken everywhere (draft-murchison-sasl-login). */
  private int login() throws MessagingException {
    var code = smtp.simpleCommand("AUTH LOGIN");
    if (code == GO_ON) {
      code = smtp.simpleCommand(base64(account.user().getBytes(StandardCharsets.UTF_8)));
    }
    return code == GO_ON
        ? smtp.simpleCommand(base64(account.password().value().getBytes(StandardCharsets.UTF_8)))
        : code;
  }

  private int sasl(String way) throws MessagingException {
    try {
      var client =
          Sasl.createSaslClient(new String[] {way}, null, "smtp", host, Map.of(), this::answer);
      return client == null ? 504 : sasl(client);
    } catch (SaslException e) {
      return smtp.simpleCommand("*"); // the server answers 501 (RFC 4954, section 4)
    }
  }

  private int sasl(SaslClient client) throws MessagingException, SaslException {
    try {
      var first = client.hasInitialResponse() ? " " + initial(client) : "";
      var code = smtp.simpleCommand("AUTH " + client.getMechanismName() + first);
      while (code == GO_ON) {
        code = smtp.simpleCommand(base64(client.evaluateChallenge(challenge())));
      }
      return code;
    } finally {
      client.dispose();
    }
  }

  private static String initial(SaslClient client) throws SaslException {
    var text = base64(client.evaluateChallenge(new byte[0]));
    return text.isEmpty() ? "=" : text;
  }

  private byte[] challenge() throws SaslException {
    var reply = smtp.getLastServerResponse().strip();
    try {
      return Base64.getDecoder().decode(reply.length() > 4 ? reply.substring(4).strip() : "");
    } catch (IllegalArgumentException e) {
      throw new SaslException("not in Base64", e);
    }
  }

  private void answer(Callback[] questions) {
    for (var question : questions) {
      if (question instanceof NameCallback name) {
        name.setName(account.user());
      } else if (question instanceof PasswordCallback password) {
        password.setPassword(account.password().value().toCharArray());
      } else if (question instanceof RealmCallback realm) {
        var offered = realm.getDefaultText();
        realm.setText(offered == null ? "" : offered);
      }
    }
  }

  private static String base64(byte @Nullable [] bytes) {
    return bytes == null ? "" : Base64.getEncoder().encodeToString(bytes);
  }
}

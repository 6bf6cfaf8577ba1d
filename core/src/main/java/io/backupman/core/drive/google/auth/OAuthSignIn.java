package io.backupman.core.drive.google.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.api.client.auth.oauth2.AuthorizationCodeRequestUrl;
import com.google.api.client.http.HttpTransport;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * One sign-in of a person in a browser: OAuth 2.0 for native apps (RFC 8252), with PKCE (RFC 7636).
 */
public final class OAuthSignIn {
  /** Files that Backupman itself has made, no others. */
  static final String SCOPE = "https://www.googleapis.com/auth/drive.file";

  private static final String WIDER_SCOPE = "https://www.googleapis.com/auth/drive";
  private static final int RANDOM_BYTES = 32;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final ClientSecret client;
  private final String redirect;
  private final String state;
  private final String verifier;

  /**
   * Begins.
   *
   * @param client who Backupman is to Google
   * @param redirect where the browser is sent in the end
   * @param random makes what nobody can guess
   */
  public OAuthSignIn(ClientSecret client, String redirect, SecureRandom random) {
    this.client = client;
    this.redirect = redirect;
    this.state = text(random);
    this.verifier = text(random);
  }

  private static String text(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /** What a person has to open in a browser. */
  public String address() {
    var url = new AuthorizationCodeRequestUrl(client.signInAddress(), client.id());
    url.setRedirectUri(redirect).setScopes(List.of(SCOPE)).setState(state);
    // A refresh token is given only with consent, and only to what works without a person.
    url.set("access_type", "offline").set("prompt", "consent");
    url.set("code_challenge", challenge()).set("code_challenge_method", "S256");
    return url.build();
  }

  private String challenge() {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return BASE64.encodeToString(sha256.digest(verifier.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Whether a text looks like the address that the browser ended on. */
  public static boolean isAnswer(String address) {
    return parameter(address, "code").or(() -> parameter(address, "error")).isPresent();
  }

  /**
   * Ends it.
   *
   * @param answer the address that the browser ended on, with all that stands in it
   * @param transport sends the request for the token
   * @return the token, with a refresh token
   * @throws SignInException with a sentence if it was refused, or belongs to another sign-in
   */
  public Token end(String answer, HttpTransport transport, Clock clock) {
    var answered = parameter(answer, "state").orElse("");
    if (!MessageDigest.isEqual(answered.getBytes(UTF_8), state.getBytes(UTF_8))) {
      throw new SignInException(
          "That answer belongs to another sign-in: run backupman auth-google again, and open the address that it shows then.");
    }
    var error = parameter(answer, "error");
    if (error.isPresent()) {
      throw new SignInException(
          error.get().equals("access_denied")
              ? "The access was denied in the browser; nothing was stored."
              : "Google did not give access: %s."
                  .formatted(error.get().replaceAll("[^\\w.-]", "?")));
    }
    var code =
        parameter(answer, "code")
            .orElseThrow(() -> new SignInException("There is no code in the answer of Google's."));
    var service = new TokenService(client, transport, clock);
    var response = service.redeemed(code, redirect, verifier);
    check(Optional.ofNullable(response.getScope()));
    var token = service.token(response);
    if (token.refresh().isEmpty()) {
      throw new SignInException(
          "Google gave access for an hour only, without a refresh token: remove Backupman's access in the Google account, then run backupman auth-google again.");
    }
    return token;
  }

  /** People can give less than was asked for. */
  private static void check(Optional<String> scopes) {
    var given = scopes.map(text -> List.of(text.split(" "))).orElse(List.of(SCOPE));
    if (!given.contains(SCOPE) && !given.contains(WIDER_SCOPE)) {
      throw new SignInException(
          "The access to files was not allowed: run backupman auth-google again, and tick it in the browser.");
    }
  }

  private static Optional<String> parameter(String address, String name) {
    var query = address.strip().replaceFirst("^[^?]*\\?", "").replaceFirst("#.*$", "");
    for (var pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return decoded(pair.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, UTF_8)).filter(value -> !value.isEmpty());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // As good as missing.
    }
  }

  /** Says nothing that nobody may know. */
  @Override
  public String toString() {
    return "OAuthSignIn[" + redirect + "]";
  }
}

package io.backupman.core.drive.google.auth;

import com.google.api.client.auth.oauth2.AuthorizationCodeTokenRequest;
import com.google.api.client.auth.oauth2.ClientParametersAuthentication;
import com.google.api.client.auth.oauth2.RefreshTokenRequest;
import com.google.api.client.auth.oauth2.TokenRequest;
import com.google.api.client.auth.oauth2.TokenResponse;
import com.google.api.client.auth.oauth2.TokenResponseException;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where Google gives out tokens. Safe for use by several threads. */
final class TokenService {
  private static final List<String> UNKNOWN_CLIENT =
      List.of("invalid_client", "unauthorized_client", "deleted_client");
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;
  private static final int SERVER_FAULT = 500;

  private final ClientSecret client;
  private final HttpTransport transport;
  private final Clock clock;

  TokenService(ClientSecret client, HttpTransport transport, Clock clock) {
    this.client = client;
    this.transport = transport;
    this.clock = clock;
  }

  /** A fresh token for an old one; it keeps the refresh token if Google sends no other. */
  Token refreshed(Token old) {
    var refresh =
        old.refresh()
            .orElseThrow(
                () ->
                    new SignInException(
                        "Google's access has ended and there is no refresh token to prolong it: run backupman auth-google."));
    var request =
        new RefreshTokenRequest(
            transport, Exchange.JSON, new GenericUrl(client.tokenAddress()), refresh.value());
    return token(
            sent(request, "Google's access was revoked or has expired: run backupman auth-google."))
        .orRefreshOf(old);
  }

  /** The token for a code that a browser brought. */
  TokenResponse redeemed(String code, String redirect, String verifier) {
    var request =
        new AuthorizationCodeTokenRequest(
            transport, Exchange.JSON, new GenericUrl(client.tokenAddress()), code);
    request.setRedirectUri(redirect);
    request.set("code_verifier", verifier);
    return sent(
        request,
        "Google did not take the answer of the browser: run backupman auth-google again, and do not wait too long.");
  }

  /** As it is kept. */
  Token token(TokenResponse response) {
    var seconds = response.getExpiresInSeconds();
    return new Token(
        Secret.of(response.getAccessToken()),
        Optional.ofNullable(response.getRefreshToken()).map(Secret::of),
        seconds == null ? Instant.MAX : clock.instant().plusSeconds(seconds));
  }

  private TokenResponse sent(TokenRequest request, String invalid) {
    request.setRequestInitializer(Exchange::prepare);
    request.setClientAuthentication(
        new ClientParametersAuthentication(client.id(), client.secret().value()));
    try {
      var response = request.execute();
      if (response.getAccessToken() != null) {
        return response;
      }
    } catch (TokenResponseException e) {
      throw refusal(e, invalid);
    } catch (IOException e) {
      throw SignInException.passing(
          "Google could not be reached to ask for access: %s.".formatted(reason(e)), e);
    } catch (IllegalArgumentException e) {
      throw new SignInException(noToken(), e);
    }
    throw new SignInException(noToken());
  }

  private String noToken() {
    return "%s answered without a token: is token_uri in the client secret right?"
        .formatted(client.tokenAddress());
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static SignInException refusal(TokenResponseException e, String invalid) {
    var details = e.getDetails();
    var error = details == null ? "" : Optional.ofNullable(details.getError()).orElse("");
    // Not the exception itself: it has the whole answer in it.
    var cause =
        new HttpResponseException.Builder(e.getStatusCode(), error, e.getHeaders())
            .setMessage(e.getStatusCode() + " " + error)
            .build();
    if (error.equals("invalid_grant")) {
      return new SignInException(invalid, cause);
    }
    if (UNKNOWN_CLIENT.contains(error) || e.getStatusCode() == UNAUTHORIZED) {
      return new SignInException(
          "Google does not accept the client secret (%s): download it anew from the Google Cloud console, then run backupman auth-google."
              .formatted(error.isEmpty() ? e.getStatusCode() : error),
          cause);
    }
    var sentence =
        "Google answered %s when it was asked for access."
            .formatted(
                error.isEmpty() ? e.getStatusCode() : e.getStatusCode() + " (" + error + ")");
    return e.getStatusCode() >= SERVER_FAULT || e.getStatusCode() == TOO_MANY
        ? SignInException.passing(sentence, cause)
        : new SignInException(sentence, cause);
  }
}

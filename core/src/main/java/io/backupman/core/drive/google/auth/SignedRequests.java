package io.backupman.core.drive.google.auth;

import com.google.api.client.http.HttpExecuteInterceptor;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpStatusCodes;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import java.io.IOException;
import java.util.Optional;

/**
 * Gives every request a token; one that Google does not take is replaced, once. Safe for use by
 * several threads.
 */
public final class SignedRequests
    implements HttpRequestInitializer, HttpExecuteInterceptor, HttpUnsuccessfulResponseHandler {
  private static final String BEARER = "Bearer ";

  private final AccessTokens tokens;

  /** Signs with these tokens. */
  public SignedRequests(AccessTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public void initialize(HttpRequest request) {
    Exchange.prepare(request);
    request.setNumberOfRetries(1);
    request.setInterceptor(this);
    request.setUnsuccessfulResponseHandler(this);
  }

  @Override
  public void intercept(HttpRequest request) throws IOException {
    request.getHeaders().setAuthorization(BEARER + tokens.now().value());
  }

  @Override
  public boolean handleResponse(HttpRequest request, HttpResponse response, boolean supportsRetry)
      throws IOException {
    if (response.getStatusCode() != HttpStatusCodes.STATUS_CODE_UNAUTHORIZED || !supportsRetry) {
      return false;
    }
    var sent = Optional.ofNullable(request.getHeaders().getAuthorization()).orElse(BEARER);
    return !tokens.insteadOf(sent.substring(BEARER.length())).value().isEmpty();
  }
}

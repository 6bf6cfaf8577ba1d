package io.backupman.core.testing;

import static io.backupman.core.testing.GoogleHttp.JSON;
import static io.backupman.core.testing.GoogleHttp.answer;
import static io.backupman.core.testing.GoogleHttp.digest;
import static io.backupman.core.testing.GoogleHttp.parameters;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays the token service of OAuth 2.0. Safe for use by several threads. */
final class GoogleTokens {
  private final AtomicInteger count;
  private final Set<String> accessTokens = ConcurrentHashMap.newKeySet();
  private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private volatile boolean rotates;
  private volatile String scope = "https://www.googleapis.com/auth/drive.file";

  /** Numbers what it gives out. */
  GoogleTokens(AtomicInteger count) {
    this.count = count;
  }

  /** Whether an access token is good. */
  boolean isGood(String access) {
    return accessTokens.contains(access);
  }

  /** Gives out an access token. */
  String access(String name) {
    accessTokens.add(name);
    return name;
  }

  /** Gives out a refresh token. */
  String refresh(String name) {
    refreshTokens.add(name);
    return name;
  }

  /** Takes all access tokens back; refresh tokens too, if so wanted. */
  void revoke(boolean refreshToo) {
    accessTokens.clear();
    if (refreshToo) {
      refreshTokens.clear();
    }
  }

  /** What a person does who agrees in the browser: the address that the browser ends on. */
  String agree(String url, String address) {
    var asked = parameters(address.substring(address.indexOf('?') + 1));
    if (!address.startsWith(url + "auth?")
        || !GoogleStandIn.CLIENT_ID.equals(asked.getOrDefault("client_id", ""))
        || !"code".equals(asked.getOrDefault("response_type", ""))
        || !"offline".equals(asked.getOrDefault("access_type", ""))) {
      throw new IllegalArgumentException("Not a sign-in: " + address);
    }
    var code = "4/code+" + count.incrementAndGet();
    codes.put(code, asked);
    return asked.getOrDefault("redirect_uri", "")
        + "?state="
        + asked.getOrDefault("state", "")
        + "&code="
        + code.replace("/", "%2F").replace("+", "%2B")
        + "&scope="
        + scope;
  }

  /** Gives another refresh token with each refresh, from now on. */
  void rotate() {
    rotates = true;
  }

  /** What people allow. */
  void scope(String allowed) {
    scope = allowed;
  }

  void token(HttpExchange exchange) throws IOException {
    var form = parameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    if (!GoogleStandIn.CLIENT_ID.equals(form.getOrDefault("client_id", ""))
        || !GoogleStandIn.CLIENT_SECRET.equals(form.getOrDefault("client_secret", ""))) {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    var refresh = form.getOrDefault("refresh_token", "");
    var isNew = form.getOrDefault("grant_type", "").equals("authorization_code");
    if (isNew ? !redeems(form) : !refreshTokens.contains(refresh)) {
      answer(
          exchange,
          400,
          "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}");
      return;
    }
    var json = JSON.createObjectNode();
    json.put("access_token", access("canary-access-" + count.incrementAndGet()));
    json.put("expires_in", 3599).put("scope", scope).put("token_type", "Bearer");
    if (isNew || rotates) {
      json.put("refresh_token", refresh("canary-refresh-" + count.incrementAndGet()));
    }
    answer(exchange, 200, json.toString());
  }

  private boolean redeems(Map<String, String> form) {
    var asked = codes.remove(form.getOrDefault("code", ""));
    return asked != null
        && asked.getOrDefault("redirect_uri", "").equals(form.getOrDefault("redirect_uri", ""))
        && asked.getOrDefault("code_challenge_method", "").equals("S256")
        && asked
            .getOrDefault("code_challenge", "")
            .equals(
                Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                        digest(
                            "SHA-256", form.getOrDefault("code_verifier", "").getBytes(US_ASCII))));
  }
}

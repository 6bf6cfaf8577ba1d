package io.backupman.core.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How Google is asked and answers. */
final class GoogleHttp {
  static final ObjectMapper JSON = new ObjectMapper();

  private GoogleHttp() {}

  static void refuse(HttpExchange exchange, GoogleRefusal refused) throws IOException {
    var error = JSON.createObjectNode();
    var body = error.putObject("error");
    body.put("code", refused.status()).put("message", refused.getMessage());
    body.putArray("errors")
        .addObject()
        .put("domain", "global")
        .put("reason", refused.reason())
        .put("message", refused.getMessage());
    answer(exchange, refused.status(), error.toString());
  }

  static void answer(HttpExchange exchange, int status, String body) throws IOException {
    if (!body.isEmpty()) {
      exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
    }
    answer(exchange, status, body.getBytes(UTF_8));
  }

  static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  static Map<String, String> query(HttpExchange exchange) {
    return parameters(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
  }

  /** The parameters of a query or form. */
  static Map<String, String> parameters(String text) {
    var parameters = new LinkedHashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return parameters;
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.backupman.notifier.mail;

import io.backupman.notifier.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Who signs in to the mail server.
 *
 * @param user the name
 * @param password the password
 */
record Account(String user, Secret password) {

  /** A text without the password in any of the forms in which it goes to the server (RFC 4616). */
  String masked(String text) {
    if (password.value().isEmpty()) {
      return text;
    }
    var masked = text;
    for (var form :
        List.of(
            base64("\0" + user + "\0" + password.value()),
            base64(password.value()),
            password.value())) {
      masked = masked.replace(form, password.toString());
    }
    return masked;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

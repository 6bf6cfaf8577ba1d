package io.backupman.core.mask;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

/** The ways in which a secret may be spelled in a text. */
final class SecretForms {
  private static final int BITS_PER_CHARACTER = 6;

  private SecretForms() {}

  static Set<String> of(String secret) {
    var forms = new LinkedHashSet<String>();
    forms.add(secret);
    var form = URLEncoder.encode(secret, UTF_8);
    forms.add(form);
    forms.add(form.replace("+", "%20"));
    var json = new String(JsonStringEncoder.getInstance().quoteAsString(secret));
    forms.add(json);
    forms.add(json.replace("/", "\\/"));
    for (int offset = 0; offset < 3; offset++) {
      var base64 = base64(secret.getBytes(UTF_8), offset);
      forms.add(base64);
      forms.add(base64.replace('+', '-').replace('/', '_'));
    }
    return forms;
  }

  /**
   * What of the secret is the same in Base64 wherever it stands: three bytes become four
   * characters, so there are three ways to stand, and the characters shared with a neighbour are
   * left out.
   */
  private static String base64(byte[] secret, int offset) {
    var shifted = new byte[offset + secret.length];
    System.arraycopy(secret, 0, shifted, offset, secret.length);
    var encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int from = (offset * 8 + BITS_PER_CHARACTER - 1) / BITS_PER_CHARACTER;
    return encoded.substring(from, shifted.length * 8 / BITS_PER_CHARACTER);
  }
}

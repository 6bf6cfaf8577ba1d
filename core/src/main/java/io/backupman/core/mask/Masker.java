package io.backupman.core.mask;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Replaces secrets in a text by {@code ***}: as they are, URL-encoded (RFC 3986 and form), in
 * Base64 (RFC 4648, also as a part of something longer, as in Basic authentication) and escaped in
 * JSON (RFC 8259). Immutable, safe for use by several threads.
 */
public final class Masker {

  /** Knows no secret. */
  public static final Masker NONE = new Masker(List.of());

  /** Shorter ones are left alone: to mask them would make every text unreadable. */
  public static final int SHORTEST = 4;

  private static final String MASK = "***";

  private final List<String> forms;

  private Masker(List<String> forms) {
    this.forms = forms;
  }

  /** Masks these secrets; those shorter than {@link #SHORTEST} characters are left out. */
  public static Masker of(Collection<String> secrets) {
    return new Masker(
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST)
            .flatMap(secret -> SecretForms.of(secret).stream())
            .distinct()
            .toList());
  }

  /** Masks what either of them does. */
  Masker and(Masker other) {
    return new Masker(Stream.concat(forms.stream(), other.forms.stream()).distinct().toList());
  }

  /** The text with every occurrence of a secret replaced. */
  public String mask(String text) {
    var hidden = new BitSet(text.length());
    for (var form : forms) {
      for (int at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
        hidden.set(at, at + form.length());
      }
    }
    return hidden.isEmpty() ? text : replaced(text, hidden);
  }

  // Occurrences that overlap are hidden as one: whichever were replaced first would leave the rest
  // of the other readable.
  private static String replaced(String text, BitSet hidden) {
    var masked = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int from = hidden.nextSetBit(at);
      if (from < 0) {
        break;
      }
      masked.append(text, at, from).append(MASK);
      at = hidden.nextClearBit(from);
    }
    return masked.append(text, at, text.length()).toString();
  }

  /** How many secrets there are, not which. */
  @Override
  public String toString() {
    return "Masker[" + forms.size() + " forms]";
  }
}

package io.backupman.notifier.mail;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every byte that a client sent on one connection, as it was on the wire.
 *
 * @param text a character for each byte
 */
record Wire(String text) {
  private static final char HANDSHAKE = 22;
  private static final int HEAD = 5;

  /**
   * Before TLS, only what leads to it may be said; from then on, there are only TLS records (RFC
   * 8446, section 5.1) up to the end.
   */
  void assertNothingInTheClear() {
    var start = text.indexOf(HANDSHAKE);
    var clear = start < 0 ? text : text.substring(0, start);
    assertThat(clear.lines()).allMatch(line -> line.matches("(EHLO|HELO) \\S+|STARTTLS|QUIT"));
    for (var at = clear.length(); at < text.length(); at = end(at)) {
      assertThat((int) text.charAt(at)).as("type of the record at %d", at).isBetween(20, 24);
      assertThat(text.startsWith("\u0003", at + 1)).as("version of the record at %d", at).isTrue();
    }
  }

  private int end(int record) {
    return record + HEAD > text.length()
        ? text.length()
        : record + HEAD + (text.charAt(record + 3) << 8) + text.charAt(record + 4);
  }
}

package io.backupman.notifier.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** A whole answer: status, headers, body. Immutable. */
public final class StatusAnswer implements Answer {
  private final int code;
  private final String headers;
  private final String body;

  StatusAnswer(int code, String headers, String body) {
    this.code = code;
    this.headers = headers;
    this.body = body;
  }

  /** The same with a header field. */
  public StatusAnswer header(String name, String value) {
    return new StatusAnswer(code, headers + name + ": " + value + "\r\n", body);
  }

  /** The same with this body in UTF-8. */
  public StatusAnswer body(String text) {
    return new StatusAnswer(code, headers, text);
  }

  /** The same with this body and the content type {@code application/json}. */
  public StatusAnswer json(String text) {
    return header("Content-Type", "application/json").body(text);
  }

  @Override
  public boolean write(OutputStream to) throws IOException {
    var bytes = body.getBytes(UTF_8);
    // RFC 9110, section 8.6: no Content-Length where there can be no content.
    var length = code == 204 ? "" : "Content-Length: " + bytes.length + "\r\n";
    to.write(("HTTP/1.1 " + code + " Test\r\n" + headers + length + "\r\n").getBytes(UTF_8));
    if (code != 204) {
      to.write(bytes);
    }
    to.flush();
    return true;
  }
}

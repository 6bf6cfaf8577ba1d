package io.backupman.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.notifier.spi.HttpResponse;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;

/** A way through a proxy to where it cannot look into (RFC 9110, section 9.3.6). */
record Tunnel(ProxyAddress proxy, Target target) {
  private static final int WANTS_SIGN_IN = 407;

  void dig(Socket socket) throws IOException {
    var answer = answer(socket);
    if (answer.status() / 100 != 2) {
      throw new ProxyException(refusal(answer.status()), answer.status());
    }
  }

  private AnswerHead answer(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(request().getBytes(UTF_8));
      // Byte by byte: what follows the head is the encrypted conversation's.
      var answer = new AnswerHead();
      answer.read(socket.getInputStream());
      return answer;
    } catch (IOException e) {
      throw new ProxyException(
          "The proxy "
              + proxy
              + " made no connection to "
              + target.hostAndPort()
              + ": "
              + ConnectionErrors.lost(e),
          e);
    }
  }

  private String request() {
    var headers = new TreeMap<>(Map.of("Host", target.hostAndPort()));
    proxy.authorization().ifPresent(value -> headers.put("Proxy-Authorization", value));
    return RequestHead.text("CONNECT", target.hostAndPort(), headers);
  }

  /** A proxy's no, which is not one of the host behind it. */
  private String refusal(int status) {
    return "The proxy "
        + proxy
        + " refused the connection to "
        + target.hostAndPort()
        + ": it answered "
        + HttpResponse.inWords(status)
        + advice(proxy, status);
  }

  static String advice(ProxyAddress proxy, int status) {
    if (status != WANTS_SIGN_IN) {
      return "";
    }
    return proxy.user().isPresent()
        ? "; it does not accept the user and password of its address"
        : "; give it a user and a password, as in http://user:password@" + proxy;
  }
}

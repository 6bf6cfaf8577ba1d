package io.backupman.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backupman.net.testing.PlainServer;
import io.backupman.net.testing.ProxyServer;
import io.backupman.net.testing.TestAuthority;
import io.backupman.notifier.spi.HttpRequest;
import io.backupman.notifier.spi.HttpResponse;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a network with proxies, authorities and odd names does to a request. */
@Timeout(60)
class NetworkHttpTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String BASIC = "Basic dTpwQHNz"; // u:p@ss

  @Test
  void asksAProxyForThePlainUrl() throws Exception {
    try (var server = PlainServer.on("127.0.0.1", OK);
        var proxy = ProxyServer.leadingTo(server.port())) {
      var response = send(by(proxy.url()), "http://hooks.example/a?b=c");

      assertThat(response.text()).isEqualTo("ok");
      assertThat(response.proxy()).contains(proxy.address());
      assertThat(proxy.heads()).hasSize(1);
      assertThat(proxy.heads().getFirst())
          .startsWith("POST http://hooks.example/a?b=c HTTP/1.1\r\nHost: hooks.example\r\n")
          .doesNotContain("Proxy-Authorization");
      assertThat(server.requests().getFirst()).endsWith("\r\n\r\nreport");
    }
  }

  @Test
  void signsInToAProxyForThePlainUrl() throws Exception {
    try (var server = PlainServer.on("127.0.0.1", OK);
        var proxy = ProxyServer.wanting(BASIC, server.port())) {
      var user = proxy.url().replace("//", "//u:p%40ss@");

      assertThat(send(by(user), "http://hooks.example/").status()).isEqualTo(200);

      var without = failure(by(proxy.url()), "http://hooks.example/");
      assertThat(without)
          .hasMessage(
              "The proxy %s did not pass the request on: it answered 407 Proxy Authentication"
                      .formatted(proxy.address())
                  + " Required; give it a user and a password, as in http://user:password@%s."
                      .formatted(proxy.address()));
      assertThat(without.outcome()).isEqualTo(Outcome.RETRYABLE);
      assertThat(without.statusCode()).hasValue(407);
    }
  }

  @Test
  void reachesAnEncryptedServerByAProxyThatWantsAUser(@TempDir Path folder) throws Exception {
    var authority = TestAuthority.in(folder);
    try (var server = PlainServer.encrypted(authority.server("hooks.example"), OK);
        var proxy = ProxyServer.wanting(BASIC, server.port())) {
      var user = proxy.url().replace("//", "//u:p%40ss@");
      var network = by(user).trusting(authority.pem());

      var response = send(network, "https://hooks.example/a");

      assertThat(response.text()).isEqualTo("ok");
      assertThat(response.proxy()).as("it cannot answer in the server's place").isEmpty();
      assertThat(proxy.heads().getFirst())
          .startsWith("CONNECT hooks.example:443 HTTP/1.1\r\nHost: hooks.example:443\r\n")
          .contains("Proxy-Authorization: " + BASIC + "\r\n");
      assertThat(server.requests().getFirst())
          .startsWith("POST /a HTTP/1.1\r\n")
          .doesNotContain("Proxy-Authorization");

      assertThat(failure(by(proxy.url()), "https://hooks.example/"))
          .hasMessageStartingWith(
              "The proxy %s refused the connection to hooks.example:443: it answered 407 Proxy"
                      .formatted(proxy.address())
                  + " Authentication Required; give it a user");
      assertThat(failure(by(user.replace("p%40ss", "wrong")), "https://hooks.example/"))
          .hasMessageEndingWith("; it does not accept the user and password of its address.");
      assertThat(failure(by(user), "https://hooks.example/"))
          .hasMessageContaining("its certificate is not from an authority that Java trusts");
    }
  }

  @Test
  void saysThatAProxyRefused() {
    try (var proxy = ProxyServer.refusing("HTTP/1.1 403 Forbidden\r\n\r\n")) {
      var failure = failure(by(proxy.url()), "https://hooks.example/");

      assertThat(failure)
          .hasMessage(
              "The proxy %s refused the connection to hooks.example:443: it answered 403 Forbidden."
                  .formatted(proxy.address()));
      assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    }
  }

  @Test
  void saysThatAProxyHangsUp() {
    try (var proxy = ProxyServer.refusing("\r\n")) {
      assertThat(failure(by(proxy.url()), "https://hooks.example/"))
          .hasMessage(
              "The proxy %s made no connection to hooks.example:443: the connection was closed"
                      .formatted(proxy.address())
                  + " without an answer.");
    }
  }

  @Test
  void saysThatAProxyIsDeadOrUnknown() throws Exception {
    var port = freePort();
    for (var url : new String[] {"http://hooks.example/", "https://hooks.example/"}) {
      var dead = failure(by("127.0.0.1:" + port), url);
      assertThat(dead)
          .hasMessage(
              "The proxy 127.0.0.1:%s cannot be reached: nothing accepts a connection there."
                  .formatted(port));
      assertThat(dead.outcome()).isEqualTo(Outcome.RETRYABLE);
      assertThat(failure(by("no-such-proxy.invalid:1"), url))
          .hasMessage(
              "The proxy no-such-proxy.invalid:1 cannot be reached: its name could not be"
                  + " resolved.");
    }
  }

  @Test
  void triesEachAddressOfAName() throws Exception {
    try (var server = PlainServer.on("127.0.0.3", OK)) {
      Names names =
          host ->
              new InetAddress[] {
                InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.3")
              };
      var network = Network.DIRECT.looking(names);

      assertThat(send(network, "http://my_service:" + server.port() + "/").status()).isEqualTo(200);
      assertThat(server.requests().getFirst())
          .contains("\r\nHost: my_service:" + server.port() + "\r\n");
    }
  }

  @Test
  void saysThatNoAddressAnswersOrThereIsNone() throws Exception {
    var port = freePort();
    Names names =
        host -> {
          if (host.equals("unknown")) {
            throw new UnknownHostException(host);
          }
          return new InetAddress[] {
            InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.3")
          };
        };
    var network = Network.DIRECT.looking(names);

    assertThat(failure(network, "http://down:" + port + "/key"))
        .hasMessage(
            "No connection to http://down:%s could be made: nothing accepts one there."
                .formatted(port));
    assertThat(failure(network, "http://unknown/key"))
        .hasMessage("The host of http://unknown is unknown: its name could not be resolved.");
  }

  @Test
  void goesToThisMachineWithoutAProxy() throws Exception {
    try (var server = PlainServer.on("127.0.0.1", OK)) {
      var network = by("127.0.0.1:" + freePort());

      assertThat(send(network, "http://localhost:" + server.port() + "/").status()).isEqualTo(200);
    }
  }

  @Test
  void trustsFurtherAuthoritiesBesideJavas(@TempDir Path folder) throws Exception {
    var authority = TestAuthority.in(folder);
    try (var server = PlainServer.encrypted(authority.server("localhost"), OK)) {
      var url = "https://localhost:" + server.port() + "/";

      assertThat(send(Network.DIRECT.trusting(authority.pem()), url).status()).isEqualTo(200);
      assertThat(failure(Network.DIRECT, url))
          .hasMessageContaining("its certificate is not from an authority that Java trusts");
    }
  }

  @Test
  void readsAnAnswerThatComesBeforeTheWholeRequestWasTaken() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (var client = server.accept()) {
                  client.getOutputStream().write("HTTP/1.1 413 No\r\n\r\n".getBytes(US_ASCII));
                  client.shutdownOutput();
                  client.getInputStream().readNBytes(100_000);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      var request =
          HttpRequest.post(URI.create("http://localhost:" + server.getLocalPort()))
              .body("text/plain", new byte[100_000])
              .build();

      assertThat(new NetworkHttp(Network.DIRECT, "t").send(request).status()).isEqualTo(413);
    }
  }

  private static Network by(String proxy) {
    return Network.of(
        new ProxySettings(Optional.of(ProxyAddress.parse(proxy)), false, Optional.empty()),
        Map.of());
  }

  private static HttpResponse send(Network network, String url)
      throws NotificationException, InterruptedException {
    var request =
        HttpRequest.post(URI.create(url))
            .body("text/plain", "report")
            .timeout(Duration.ofSeconds(20))
            .build();
    return new NetworkHttp(network, "Backupman/1").send(request);
  }

  private static NotificationException failure(Network network, String url) {
    return Objects.requireNonNull(
        catchThrowableOfType(NotificationException.class, () -> send(network, url)));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

package io.backupman.notifier.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestTest {
  private static final URI URL = URI.create("HTTPS://hooks_1.example/a");

  @Test
  void takesWhatHttpKnows() {
    var request = HttpRequest.to("M-SEARCH", URL).timeout(Duration.ofNanos(1)).build();

    assertThat(request.method()).isEqualTo("M-SEARCH");
    assertThat(request.url()).isEqualTo(URL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /x", "POST\r\nEvil: 1", "PÖST"})
  void refusesAMethodThatIsNoToken(String method) {
    refuses(HttpRequest.to(method, URL), "This is no method of HTTP: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://hooks.example/", "file:///etc/passwd", "hooks.example/a"})
  void refusesAnotherScheme(String url) {
    refuses(HttpRequest.post(URI.create(url)), "A request goes to a URL that begins with http");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://canary:x@hooks.example/", "http://canary@hooks_1.example/"})
  void refusesUserInfoWithoutShowingIt(String url) {
    refuses(HttpRequest.post(URI.create(url)), "The URL of a request has no user info");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void refusesATimeoutThatIsOver(long seconds) {
    refuses(
        HttpRequest.post(URL).timeout(Duration.ofSeconds(seconds)),
        "The timeout of a request is more than zero.");
  }

  private static void refuses(HttpRequest.Builder request, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(request::build)
        .withMessageStartingWith(why)
        .withMessageNotContaining("canary");
  }
}

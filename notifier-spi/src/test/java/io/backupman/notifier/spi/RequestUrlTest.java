package io.backupman.notifier.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestUrlTest {

  @ParameterizedTest
  @CsvSource({
    "http://my_service/,                 http://my_service/",
    "http://my_service:8080/a?b=c#d,     http://my_service:8080/a?b=c#d",
    "http://_a.b_.example,               http://_a.b_.example",
    "HTTP://a.example:/x,                http://a.example/x",
    "http://10.0.0.1:81/x,               http://10.0.0.1:81/x",
    "'http://[fd00::1]:81/x',            'http://[fd00::1]:81/x'",
    "http://bücher.example/ü,            http://xn--bcher-kva.example/%C3%BC",
    "http://a.example./x,                http://a.example./x"
  })
  void takesEveryHostThatThereIs(String text, String url) {
    assertThat(HttpRequest.parseUrl(text)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http:///x",
        "http://a..b/x",
        "http://-a/x",
        "http://a-/x",
        "http://[::1/x",
        "http://[x]/",
        "http://a:0/",
        "http://a:65536/",
        "http://a:b/",
        "http://a,b/",
        "a.example"
      })
  void refusesWhatIsNoHost(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> HttpRequest.parseUrl(text));
  }
}

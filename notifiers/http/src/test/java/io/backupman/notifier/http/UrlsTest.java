package io.backupman.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {

  @ParameterizedTest
  @CsvSource({
    "https://a.example/b, https://a.example/b?n=x+%26",
    "https://a.example/b?c=d%20e, https://a.example/b?c=d%20e&n=x+%26",
    "https://a.example/b#part, https://a.example/b?n=x+%26"
  })
  void addsAParameter(URI url, URI with) {
    assertThat(Urls.with(url, "n", "x &")).isEqualTo(with);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, https://a.example/b/c",
    "https://a.example:81/, https://a.example:81/b/c",
    "https://a.example/x/?y=z, https://a.example/x/b/c"
  })
  void namesWhatLiesBelow(URI url, URI below) {
    assertThat(Urls.below(url, "b/c")).isEqualTo(below);
  }
}

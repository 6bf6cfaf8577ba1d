package io.backupman.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {

  @ParameterizedTest
  @CsvSource({
    "proxy.example:3128,               proxy.example:3128, ''",
    "http://proxy.example:3128/,       proxy.example:3128, ''",
    "http://proxy.example,             proxy.example:80,   ''",
    "HTTPS://proxy.example,            proxy.example:443,  ''",
    "http://my_proxy:3128,             my_proxy:3128,      ''",
    "http://[::1]:3128,                [::1]:3128,         ''",
    "http://u:p%40s%3A%2B+s@h:1,       h:1,                u:p@s:++s",
    "u@h:1,                            h:1,                u:",
    "http://u:p@q@h:1,                 h:1,                u:p@q",
    "http://u:100%@h:1,                h:1,                u:100%"
  })
  void readsAnAddress(String text, String shown, String user) {
    var proxy = ProxyAddress.parse(text);

    assertThat(proxy).hasToString(shown);
    assertThat(proxy.user().map(secret -> secret.value()).orElse("")).isEqualTo(user);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://",
        "socks5://h:1",
        "http://u:secret@",
        "http://u:secret@h:0",
        "http://u:secret@h:70000",
        "http://u:secret@h:x",
        "ftp://u:secret@h"
      })
  void refusesWhatIsNoneWithoutRepeatingIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyAddress.parse(text))
        .withMessageNotContaining("secret");
  }

  @Test
  void hidesThePasswordInEverySpelling() {
    assertThat(ProxyAddress.parse("http://u:p%40ss@h:1").secrets())
        .containsExactly("p@ss", "dTpwQHNz");
  }

  @Test
  void takesTheEnvironmentsInLowerCaseFirst() {
    var proxies =
        Proxies.of(
            ProxySettings.DEFAULT,
            Map.of(
                "HTTP_PROXY", "upper:1",
                "http_proxy", "lower:2",
                "HTTPS_PROXY", "secure:3",
                "https_proxy", " ",
                "no_proxy", "direct.example"));

    assertThat(to(proxies, "http://a.example/")).isEqualTo("lower:2");
    assertThat(to(proxies, "https://a.example/")).isEqualTo("secure:3");
    assertThat(to(proxies, "https://direct.example/")).isEqualTo("direct");
    assertThat(to(proxies, "http://localhost/")).isEqualTo("direct");
    assertThat(to(proxies, "http://127.0.0.1/")).isEqualTo("direct");
  }

  @Test
  void takesWhatIsConfiguredBeforeTheEnvironments() {
    var environment = Map.of("HTTPS_PROXY", "other:1", "NO_PROXY", "a.example");
    var proxy = Optional.of(ProxyAddress.parse("own:3128"));

    var both = Proxies.of(new ProxySettings(proxy, false, Optional.of("b.example")), environment);
    assertThat(to(both, "https://a.example/")).isEqualTo("own:3128");
    assertThat(to(both, "http://b.example/")).isEqualTo("direct");
    var one = Proxies.of(new ProxySettings(proxy, false, Optional.empty()), environment);
    assertThat(to(one, "https://a.example/")).isEqualTo("direct");
    var none = Proxies.of(new ProxySettings(Optional.empty(), true, Optional.empty()), environment);
    assertThat(to(none, "https://c.example/")).isEqualTo("direct");
  }

  @Test
  void namesTheVariableThatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Proxies.of(ProxySettings.DEFAULT, Map.of("HTTPS_PROXY", "socks5://u:pw@h:1")))
        .withMessage(
            "The environment variable HTTPS_PROXY names a proxy that is not HTTP; expected"
                + " something like http://proxy.example:3128.");
  }

  private static String to(Proxies proxies, String url) {
    return proxies.to(Target.of(URI.create(url))).map(ProxyAddress::toString).orElse("direct");
  }
}

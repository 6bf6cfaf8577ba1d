package io.backupman.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As curl and Go read it; where they differ, what exempts more. */
class NoProxyTest {

  @ParameterizedTest
  @CsvSource({
    "'*',                    http://a.example/",
    "a.example,              http://a.example/",
    "A.Example,              http://a.exAmple/",
    "a.example.,             http://a.example/",
    "a.example,              http://a.example./",
    "a.example,              http://b.a.example/",
    ".a.example,             http://b.a.example/",
    ".a.example,             http://a.example/",
    "*.a.example,            http://b.a.example/",
    "'x, a.example',         http://a.example/",
    "x a.example,            http://a.example/",
    "a.example:80,           http://a.example/",
    "a.example:443,          https://a.example/",
    "a.example:8080,         http://b.a.example:8080/",
    "my_service,             http://my_service:81/",
    "10.1.2.3,               http://10.1.2.3/",
    "10.1.2.3:81,            http://10.1.2.3:81/",
    "10.0.0.0/8,             http://10.200.2.3/",
    "10.1.2.3/32,            http://10.1.2.3/",
    "0.0.0.0/0,              http://10.1.2.3/",
    "172.16.0.0/12,          http://172.31.255.255/",
    "fd00::/8,               'http://[fd12::1]/'",
    "[fd12::1],              'http://[fd12:0::1]/'",
    "fd12::1,                'http://[fd12::1]:81/'",
    "[fd12::1]:81,           'http://[fd12::1]:81/'"
  })
  void exempts(String list, URI url) {
    assertThat(NoProxy.parse(list).exempts(Target.of(url))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'',                     http://a.example/",
    "',  ,',                 http://a.example/",
    "a.example,              http://ba.example/",
    "b.a.example,            http://a.example/",
    "example.a,              http://a.example/",
    "a.example:81,           http://a.example/",
    "10.0.0.0/8,             http://11.0.0.1/",
    "172.16.0.0/12,          http://172.32.0.1/",
    "10.0.0.0/33,            http://10.0.0.0/",
    "10.0.0.0/x,             http://10.0.0.0/",
    "10.0.0.0/8,             http://a.example/",
    "10.1.2.3,               http://10.1.2.30/",
    "fd00::/8,               'http://[fe00::1]/'",
    "0.0.0.0/0,              'http://[fd00::1]/'"
  })
  void doesNotExempt(String list, URI url) {
    assertThat(NoProxy.parse(list).exempts(Target.of(url))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true", "LOCALHOST., true", "a.localhost, true", "127.0.0.1, true",
    "127.8.9.10, true", "::1, true", "mylocalhost, false", "128.0.0.1, false",
    "a.example, false", "::2, false"
  })
  void knowsThisMachine(String host, boolean is) {
    assertThat(NoProxy.isThisMachine(host)).isEqualTo(is);
  }
}

package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backupman.net.testing.PlainServer;
import io.backupman.net.testing.ProxyServer;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Http;
import io.backupman.notifier.spi.HttpRequest;
import io.backupman.notifier.spi.HttpResponse;
import io.backupman.notifier.spi.NotificationException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a channel gets of the network that is configured. */
class NetworkConfigTest {
  private static final String CHANNEL = "notifiers: {mine: {enabled: true, type: own}}\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final AtomicReference<@Nullable Http> http = new AtomicReference<>();
  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config =
        new ConfigFixture(folder)
            .with(
                new RecordingProvider(
                    "own",
                    (settings, context) -> {
                      http.set(context.http().with(settings));
                      return List.of(Destination.of("it"));
                    }));
  }

  @Test
  void aChannelSendsByTheProxyThatIsConfigured() throws Exception {
    try (var server = PlainServer.on("127.0.0.1", OK);
        var proxy = ProxyServer.leadingTo(server.port())) {
      config.load("network: {proxy: \"%s\"}\n".formatted(proxy.url()) + CHANNEL);

      assertThat(send("http://hooks.example/").status()).isEqualTo(200);
      assertThat(proxy.heads()).hasSize(1);
    }
  }

  @Test
  void aChannelSendsByTheProxyOfTheEnvironmentUnlessTheConfigurationSaysNone() throws Exception {
    try (var server = PlainServer.on("127.0.0.1", OK);
        var proxy = ProxyServer.leadingTo(server.port())) {
      config.env.put("HTTP_PROXY", proxy.url());
      config.load(CHANNEL);
      assertThat(send("http://hooks.example/").status()).isEqualTo(200);

      config.load("network: {proxy: none}\n" + CHANNEL);
      assertThat(catchThrowableOfType(NotificationException.class, () -> send("http://a.invalid/")))
          .hasMessageContaining("The host of http://a.invalid is unknown");
      assertThat(proxy.heads()).hasSize(1);
    }
  }

  @Test
  void theProxysPasswordIsMasked() {
    var loaded = config.load("network: {proxy: \"http://u:s3cr3t-%40@h:1\"}\n" + CHANNEL);

    assertThat(loaded.masker().mask("s3cr3t-@ at h:1")).isEqualTo("*** at h:1");
  }

  @Test
  void aProxyMayStandInAFile() throws Exception {
    var file = Files.writeString(folder.resolve("proxy"), "http://u:s3cr3t-%40@h:1\n");

    var loaded = config.load("network: {proxy_file: \"%s\"}\n".formatted(file) + CHANNEL);

    assertThat(loaded.masker().mask("s3cr3t-@ at h:1")).isEqualTo("*** at h:1");
  }

  @Test
  void problemsAreListedEachAtItsPath() throws Exception {
    var none = Files.writeString(folder.resolve("none.pem"), "no certificate");
    config.env.put("HTTPS_PROXY", "socks5://u:secret@h:1");

    assertThat(
            config.problems(
                """
                network: {ca_file: "%1$s", prox: x, no_proxy: [a, ""]}
                drives:
                  - {provider: s3, label: S, bucket: b, region: r, ca_file: "%1$s", timeout: 0s}
                notifiers: {mine: {enabled: true, type: own, ca_file: "%1$s"}}
                """
                    .formatted(none)))
        .hasSize(7)
        .anyMatch(problem -> problem.startsWith("network.prox: is not a known key"))
        .anyMatch(problem -> problem.startsWith("network.no_proxy[1]: is empty"))
        .anyMatch(problem -> problem.startsWith("drives[0].timeout: "))
        .anyMatch(
            problem ->
                problem.startsWith(
                    "network: The environment variable HTTPS_PROXY names a proxy that is not"))
        .anyMatch(problem -> isUnusable(problem, "network.ca_file"))
        .anyMatch(problem -> isUnusable(problem, "drives[0].ca_file"))
        .anyMatch(problem -> isUnusable(problem, "notifiers.mine.ca_file"))
        .noneMatch(problem -> problem.contains("secret"));
    config.env.clear();
    assertThat(config.problems("network: {proxy: \"http://u:secret@\"}"))
        .containsExactly(
            "network.proxy: is not the address of a proxy; expected something like"
                + " http://proxy.example:3128");
  }

  private static boolean isUnusable(String problem, String path) {
    return problem.startsWith(path + ": cannot be used: it is not a PEM certificate");
  }

  private HttpResponse send(String url) throws NotificationException, InterruptedException {
    var request = HttpRequest.post(URI.create(url)).body("text/plain", "x").build();
    return Objects.requireNonNull(http.get()).send(request);
  }
}

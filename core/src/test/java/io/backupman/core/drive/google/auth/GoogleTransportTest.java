package io.backupman.core.drive.google.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import io.backupman.net.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a service is waited for that takes a connection and never answers. */
@Timeout(60)
class GoogleTransportTest {

  @Test
  void aRequestMayBeLimitedToLessThanTheDrive() throws Exception {
    try (var silent = silent()) {
      var request = request(silent, Duration.ofHours(1));
      request.setReadTimeout(50);

      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(request::execute);
    }
  }

  @Test
  void withoutALimitOfItsOwnItHasTheDrivesNotTheLibrarys() throws Exception {
    try (var silent = silent()) {
      var request = request(silent, Duration.ofMillis(50));

      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(request::execute);
      assertThat(request(silent, Duration.ofHours(1)).getReadTimeout()).isEqualTo(3_600_000);
      assertThat(request(silent, Duration.ofHours(1)).getConnectTimeout()).isEqualTo(10_000);
    }
  }

  private static ServerSocket silent() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static HttpRequest request(ServerSocket server, Duration standstill) throws IOException {
    return new GoogleTransport(Network.DIRECT, standstill)
        .createRequestFactory(Exchange::prepare)
        .buildDeleteRequest(new GenericUrl("http://127.0.0.1:" + server.getLocalPort() + "/"));
  }
}

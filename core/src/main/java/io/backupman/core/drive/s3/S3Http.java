package io.backupman.core.drive.s3;

import io.backupman.net.HttpStream;
import io.backupman.net.Network;
import io.backupman.notifier.spi.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Sends the AWS SDK's requests through the network that all drives and channels share.
 *
 * @param network how connections are made
 * @param connecting how long connecting may take
 * @param standstill how long nothing may come
 */
record S3Http(Network network, Duration connecting, Duration standstill) implements SdkHttpClient {

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Call(request, new HttpStream(network, request.httpRequest().getUri()));
  }

  @Override
  public String clientName() {
    return "Backupman";
  }

  /** There is nothing to close: each request has a connection of its own. */
  @Override
  public void close() {}

  private final class Call implements ExecutableHttpRequest {
    private final HttpExecuteRequest request;
    private final HttpStream stream;

    Call(HttpExecuteRequest request, HttpStream stream) {
      this.request = request;
      this.stream = stream;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      try {
        stream.open(connecting, standstill);
        stream.send(request.httpRequest().method().name(), headers(), body());
      } catch (IOException | RuntimeException failed) {
        stream.close();
        throw failed;
      }
      var response = SdkHttpResponse.builder().statusCode(stream.status());
      response.statusText(HttpResponse.inWords(stream.status()).replaceFirst("^\\d+ ?", ""));
      stream.headers().forEach(h -> response.appendHeader(h.getKey(), h.getValue()));
      return HttpExecuteResponse.builder()
          .response(response.build())
          .responseBody(AbortableInputStream.create(stream.body(), this))
          .build();
    }

    private Map<String, String> headers() {
      var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
      request.httpRequest().forEachHeader((name, all) -> headers.put(name, String.join(",", all)));
      return headers;
    }

    private HttpStream.Body body() {
      return out -> {
        if (request.contentStreamProvider().isPresent()) {
          try (InputStream in = request.contentStreamProvider().get().newStream()) {
            in.transferTo(out);
          }
        }
      };
    }

    @Override
    public void abort() {
      stream.close();
    }
  }
}

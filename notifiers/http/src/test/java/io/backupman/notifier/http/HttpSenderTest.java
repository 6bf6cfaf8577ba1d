package io.backupman.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backupman.notifier.http.testing.RawReceiver;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a channel module calls. */
class HttpSenderTest {
  private static final String TOKEN = "B0123456789abcdefghijklmnop";

  private final HttpSender http =
      HttpSender.of(MapSettings.of("test", Map.of()), new FixedContext("test"));

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void sendsJsonAndReadsTheAnswer() throws Exception {
    try (var receiver = answering("200 OK", "{\"ok\":true,\"id\":7}")) {
      var answer = http.send(call(receiver, "").json(JsonObject.of("text", "ü")).build());

      assertThat(answer.receipt().statusCode()).hasValue(200);
      assertThat(answer.json().flatMap(json -> json.flag("ok"))).contains(true);
      assertThat(receiver.requests().getFirst())
          .startsWith("POST /hook HTTP/1.1\r\n")
          .contains("Content-Type: application/json\r\n", "User-Agent: Backupman/1.2.3\r\n")
          .endsWith("{\"text\":\"\u00c3\u00bc\"}");
    }
  }

  @Test
  void sendsNothingOnceItIsClosed() {
    try (var receiver = answering("200 OK", "")) {
      http.close();

      var failure = failure(call(receiver, "").build());

      assertThat(failure.outcome()).isEqualTo(NotificationException.Outcome.RETRYABLE);
      assertThat(failure)
          .hasMessage("Not sent: this notifier was closed meanwhile, as in a reload or a stop.");
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @Test
  void showsNothingOfAPathThatIsASecret() throws Exception {
    try (var receiver = answering("404 Not Found", "no /services/T1/" + TOKEN + ": " + TOKEN)) {
      var call = call(receiver, "/services/T1/" + TOKEN).secretPath().build();

      var failure = failure(call);

      assertThat(failure)
          .hasMessage(
              "http://localhost:" + receiver.port() + "/*** answered 404 Not Found: no /***: ***");
    }
  }

  @Test
  void masksASecretThatIsAPartOfThePath() throws Exception {
    try (var receiver = answering("401 Unauthorized", "bot " + TOKEN + "?")) {
      var path = "/bot" + TOKEN + "/sendMessage";
      var call = call(receiver, path).secret(Secret.of(TOKEN)).build();

      assertThat(failure(call))
          .hasMessage(
              "http://localhost:"
                  + receiver.port()
                  + "/bot***/sendMessage answered 401 Unauthorized: bot ***?");
    }
  }

  @Test
  void masksNoSecretThatWouldGarbleEveryAnswer() throws Exception {
    try (var receiver = answering("404 Not Found", "no such chat")) {
      var call = call(receiver, "").secret(Secret.of("no")).secret(Secret.of("404")).build();

      assertThat(failure(call).getMessage()).endsWith(" answered 404 Not Found: no such chat");
    }
  }

  @Test
  void masksASecretPathWhereNoAnswerComes() {
    try (var receiver = RawReceiver.that(RawReceiver::readRequest)) {
      var failure = failure(call(receiver, "/services/" + TOKEN).secretPath().build());

      assertThat(failure.getMessage()).doesNotContain("services", TOKEN);
    }
  }

  @Test
  void letsAChannelRefineWhatAnAnswerMeans() throws Exception {
    var body = "{\"ok\":false,\"parameters\":{\"retry_after\":1.5},\"why\":\"" + TOKEN + "\"}";
    try (var receiver = answering("429 Too Many Requests", body)) {
      var answer = http.send(call(receiver, "").secret(Secret.of(TOKEN)).build());
      var wait =
          answer
              .json()
              .flatMap(json -> json.object("parameters"))
              .flatMap(parameters -> parameters.seconds("retry_after"));

      assertThat(wait).contains(Duration.ofMillis(1500));
      var later = answer.retryable("slow down, " + TOKEN, wait.orElseThrow());
      assertThat(later.retryAfter()).contains(Duration.ofMillis(1500));
      assertThat(later.statusCode()).hasValue(429);
      assertThat(later.getMessage()).endsWith("answered 429 Too Many Requests: slow down, ***");
      assertThat(answer.permanent("the chat is gone.").outcome())
          .isEqualTo(NotificationException.Outcome.PERMANENT);
    }
  }

  private NotificationException failure(HttpCall call) {
    return catchThrowableOfType(NotificationException.class, () -> http.send(call).receipt());
  }

  private static HttpCall.Builder call(RawReceiver receiver, String path) {
    var place = path.isEmpty() ? "/hook" : path;
    return HttpCall.post(URI.create("http://localhost:" + receiver.port() + place))
        .body("text/plain", "x");
  }

  private static RawReceiver answering(String status, String body) {
    return RawReceiver.keeping(
        "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }
}

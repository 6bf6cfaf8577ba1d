package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.api.ApiSettings.Limits;
import io.backupman.core.request.RequestProblem;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NotifierTestApiTest {
  private static final String TEST = "/api/admin/notifiers/mail/test";

  @Test
  void theAnswerSaysHowEachDestinationDid() {
    try (var api = RunningApi.start()) {
      var answer = api.post(TEST, "");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .isEqualTo(
              "{\"Results\":[{\"Destination\":\"Ann\",\"Status\":\"delivered\","
                  + "\"Detail\":\"The server answered 204.\",\"DurationMs\":41},"
                  + "{\"Destination\":\"Bob\",\"Status\":\"failed\","
                  + "\"Detail\":\"The server answered 503.\",\"DurationMs\":7}]}");
      assertThat(api.tester.asked).containsExactly(new FakeNotifierTester.Asked("mail", List.of()));
    }
  }

  @Test
  void anyNameAndDestinationsReachTheCore() {
    try (var api = RunningApi.start()) {
      api.post("/api/admin/notifiers/my%20ch%C3%A4nnel/test", "{\"Destinations\":[\"Ann\"]}");

      assertThat(api.tester.asked)
          .containsExactly(new FakeNotifierTester.Asked("my chännel", List.of("Ann")));
    }
  }

  @Test
  void whatTheCoreRefusesIsAnsweredAsItSays() {
    try (var api = RunningApi.start()) {
      api.tester.problem = RequestProblem.notFound("There is no notifier.");
      assertThat(api.post(TEST, "").statusCode()).isEqualTo(404);
      api.tester.problem = RequestProblem.conflict("It is switched off.");
      assertThat(api.post(TEST, "").statusCode()).isEqualTo(409);
      api.tester.problem = RequestProblem.invalid("There is no destination.");
      assertThat(api.post(TEST, "").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void whatIsNotUnderstoodTestsNothing() {
    try (var api = RunningApi.start()) {
      assertThat(api.post(TEST, "{\"Destination\":\"Ann\"}").body())
          .contains("The member 'Destination' is not known; there are Destinations.");
      assertThat(api.send(api.request(TEST).header("X-Api-Key", RunningApi.ADMIN_KEY)).statusCode())
          .isEqualTo(405);
      assertThat(
              api.send(
                      api.request(TEST)
                          .header("X-Api-Key", RunningApi.USER_KEY)
                          .POST(BodyPublishers.noBody()))
                  .statusCode())
          .isEqualTo(403);
      assertThat(api.tester.asked).isEmpty();
    }
  }

  @Test
  void mayTakeLongerThanOtherRequestsAndHoldsThemNotUp() throws Exception {
    try (var api = RunningApi.start(withDeadline(Duration.ofSeconds(2)))) {
      api.tester.waits = true;
      var begin = System.nanoTime();
      var answer = CompletableFuture.supplyAsync(() -> api.post(TEST, ""));
      await().until(() -> !api.tester.asked.isEmpty());

      await()
          .pollDelay(Duration.ofMillis(10))
          .until(
              () -> {
                assertThat(api.get("/api/reports").statusCode()).isEqualTo(200);
                return System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(4);
              });
      assertThat(answer).isNotDone();
      api.tester.mayAnswer.countDown();

      assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }

  private static Limits withDeadline(Duration request) {
    var usual = Limits.USUAL;
    return new Limits(
        usual.bodyBytes(),
        usual.connections(),
        usual.requests(),
        usual.silence(),
        request,
        usual.grace());
  }
}

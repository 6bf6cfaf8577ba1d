package io.backupman.notifier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierProvider;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Backupman relies on in a channel that speaks HTTP: the outcome of every fault. The statuses
 * are judged as {@link NotificationException#permanent} says; a channel whose service means
 * something else by one overrides {@link #refusals} or {@link #setbacks}.
 */
public abstract class HttpNotifierContract extends NotifierContract {
  private static final Duration WAIT = Duration.ofSeconds(37);

  private final FakeReceiver receiver = FakeReceiver.start(Answer.status(200));

  /** For the channel's test class. */
  protected HttpNotifierContract() {}

  /**
   * A new instance of the channel's provider that sends to this address. The default is {@link
   * #provider()}, whose channel takes the address from {@link #settings(URI)}. A channel whose
   * service has one fixed address needs no key for it: give its provider a constructor that takes
   * another address, and which only the test can see.
   *
   * @param address such as {@code http://127.0.0.1:40123}, without a path
   */
  protected NotifierProvider provider(URI address) {
    return provider();
  }

  /**
   * As {@link #settings()}, for a receiver at this address. Set the time-out of an attempt to 5
   * seconds, if it can be set (else see {@link #longestAttempt}): several tests wait for it to
   * pass, the others must end before it on a busy machine too.
   *
   * @param address such as {@code http://127.0.0.1:40123}, without a path
   */
  protected abstract Map<String, ?> settings(URI address);

  /** What the receiver answers where nothing is wrong. The default is an empty 200. */
  protected Answer taken() {
    return Answer.status(200);
  }

  /**
   * What it answers where too much was sent. The default is status 429 with {@code Retry-After} in
   * seconds (RFC 9110, section 10.2.3).
   *
   * @param wait when to come back, in whole seconds
   */
  protected Answer tooMany(Duration wait) {
    return Answer.status(429).header("Retry-After", String.valueOf(wait.toSeconds()));
  }

  /**
   * Answers after which trying again would not help. The default is status 410, by which a receiver
   * says that it is gone for good (RFC 9110, section 15.5.11).
   */
  protected List<Answer> refusals() {
    return List.of(Answer.status(410));
  }

  /**
   * Answers after which the message is to come again, for days: what is wrong may be put right
   * meanwhile. The default is statuses 400, 401, 403, 404, 408 and 500: a receiver that is being
   * redeployed answers 404, one whose token is being changed 401.
   */
  protected List<Answer> setbacks() {
    return Stream.of(400, 401, 403, 404, 408, 500)
        .<Answer>map(status -> Answer.status(status))
        .toList();
  }

  /** The default is 8 seconds, for a time-out of 5 seconds in {@link #settings(URI)}. */
  @Override
  protected Duration longestAttempt() {
    return Duration.ofSeconds(8);
  }

  /** Where the channel's messages go in these tests. */
  protected final FakeReceiver receiver() {
    return receiver;
  }

  @Override
  final NotifierProvider tested() {
    return provider(receiver.uri());
  }

  @Override
  protected final Map<String, ?> settings() {
    return settings(receiver.uri());
  }

  @Override
  protected OptionalInt received() {
    return OptionalInt.of(receiver.requests().size());
  }

  @Override
  protected boolean stopAnswering() {
    receiver.answer(Answer.silence());
    return true;
  }

  @BeforeEach
  void takeEverything() {
    receiver.answerBy(request -> taken());
  }

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  @Override
  List<Attempt> tries(Notifier notifier) throws Exception {
    var tries = new ArrayList<Attempt>();
    for (var answer : List.of(taken(), Answer.status(503), Answer.status(400))) {
      tries.add(attempt(notifier, answer));
    }
    tries.add(attempt(notifier, Answer.lostConnection()));
    tries.add(attempt(notifier, Answer.status(302).header("Location", "/elsewhere")));
    tries.add(refused());
    return tries;
  }

  @Test
  void creatingItOpensNoConnection() {
    create(section(settings())).close();

    assertThat(receiver.connections()).as("connections that create() made").isZero();
  }

  @Test
  void tooManyRequestsAreTriedAgainAfterTheWaitThatWasAskedFor() throws Exception {
    var failure = failure(tooMany(WAIT), Outcome.RETRYABLE);

    assertThat(failure.retryAfter()).as("retryAfter()").isPresent();
    assertThat(failure.retryAfter().orElse(Duration.ZERO))
        .as("retryAfter()")
        .isBetween(WAIT, WAIT.plusSeconds(1));
  }

  @Test
  void anOverloadedReceiverIsTriedAgain() throws Exception {
    assertThat(failure(Answer.status(503), Outcome.RETRYABLE).statusCode())
        .as("statusCode()")
        .hasValue(503);
  }

  @Test
  void aRefusalForGoodIsNotTriedAgain() throws Exception {
    for (var refusal : refusals()) {
      failure(refusal, Outcome.PERMANENT);
    }
  }

  @Test
  void whatMayBePutRightIsTriedAgain() throws Exception {
    for (var setback : setbacks()) {
      failure(setback, Outcome.RETRYABLE);
    }
  }

  @Test
  void itDoesNotTryAgainByItself() throws Exception {
    failure(Answer.status(503), Outcome.RETRYABLE);

    assertThat(receiver.requests()).as("requests of one attempt answered with 503").hasSize(1);
  }

  @Test
  void aRefusedConnectionIsTriedAgain() throws Exception {
    refused().failed(Outcome.RETRYABLE);
  }

  @Test
  void aConnectionLostAfterTheRequestIsUncertain() throws Exception {
    failure(Answer.lostConnection(), Outcome.UNCERTAIN);
  }

  @Test
  void anAttemptThatNobodyAnswersEndsByItself() throws Exception {
    failure(Answer.silence(), Outcome.UNCERTAIN);
  }

  @Test
  void aHeaderThatDripsEndsByItself() throws Exception {
    endsByItself(Answer.drippingHeader());
  }

  @Test
  void aBodyThatDripsEndsByItself() throws Exception {
    endsByItself(Answer.drippingBody());
  }

  @Test
  void aBodyWithoutEndIsNotReadToItsEnd() throws Exception {
    endsByItself(Answer.endlessBody());
  }

  /** Whether it counts as delivered is the channel's to say, but it cannot be a refusal. */
  private void endsByItself(Answer answer) throws Exception {
    try (var notifier = create(section(settings()))) {
      var thrown = attempt(notifier, answer).failure();
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(NotificationException.class);
        assertThat(((NotificationException) thrown).outcome())
            .as("outcome: %s", thrown)
            .isNotEqualTo(Outcome.PERMANENT);
      }
    }
  }

  private NotificationException failure(Answer answer, Outcome expected) throws Exception {
    try (var notifier = create(section(settings()))) {
      return attempt(notifier, answer).failed(expected);
    }
  }

  private Attempt attempt(Notifier notifier, Answer answer) throws InterruptedException {
    receiver.answer(answer);
    return attempt(notifier, ExampleEvents.failed());
  }

  private Attempt refused() throws Exception {
    try (var nobody = FakeReceiver.refusing()) {
      var address = FakeReceiver.uri(nobody.getLocalSocketAddress());
      try (var notifier = create(provider(address), section(settings(address)))) {
        return attempt(notifier, ExampleEvents.failed());
      }
    }
  }
}

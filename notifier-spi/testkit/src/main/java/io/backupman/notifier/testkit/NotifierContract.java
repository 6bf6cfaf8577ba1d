package io.backupman.notifier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What Backupman relies on in every channel, as tests. A channel's test class extends this one, or
 * {@link HttpNotifierContract} where it speaks HTTP, and says how the channel is set up.
 *
 * <p>Where a channel cannot be tested for something, the test is reported as aborted, and the log
 * has the reason. JUnit makes a new instance for each test. Later versions may add tests.
 */
@Timeout(180)
public abstract class NotifierContract {
  private static final System.Logger LOG = System.getLogger(NotifierContract.class.getName());
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Set<String> secrets = new LinkedHashSet<>();

  /** For the channel's test class. */
  protected NotifierContract() {}

  /** A new instance of the channel's provider. */
  protected abstract NotifierProvider provider();

  /** The provider with which the tests make their notifiers. */
  NotifierProvider tested() {
    return provider();
  }

  /**
   * The channel's section of the configuration, without {@code enabled} and {@code type}: one that
   * works, with a receiver that takes everything. Every secret in it goes through {@link #secret}.
   * Give every key that the channel knows, and at least one destination.
   */
  protected abstract Map<String, ?> settings();

  /**
   * Marks a value in {@link #settings()} as a secret: the channel must read it with {@code
   * settings.secret} and never show it. Take one that stands nowhere else by chance.
   *
   * @return the value
   */
  protected final String secret(String value) {
    secrets.add(value);
    return value;
  }

  /** How many messages the receiver has taken so far; empty if the test cannot know. */
  protected OptionalInt received() {
    return OptionalInt.empty();
  }

  /**
   * Whether the receiver hears of this event at all; a channel may have nothing to say, and return
   * or {@linkplain NotificationException#skipped skip} it.
   */
  protected boolean isHeard(Notification notification) {
    return true;
  }

  /**
   * The keys by which the receiver recognised the messages so far, in their order; empty if the
   * channel has no such thing.
   */
  protected Optional<List<String>> idempotencyKeys() {
    return Optional.empty();
  }

  /**
   * Makes the receiver take connections and answer nothing from now on.
   *
   * @return whether it does; if not, the test is left out
   * @throws Exception to fail the test
   */
  protected boolean stopAnswering() throws Exception {
    return false;
  }

  /** Whether a thread is known not to be the channel's, such as one of the receiver's own. */
  protected boolean isForeign(Thread thread) {
    return false;
  }

  /**
   * The longest time that one attempt takes with these settings when nobody answers. The default is
   * 30 seconds.
   */
  protected Duration longestAttempt() {
    return Duration.ofSeconds(30);
  }

  @Test
  void itsTypeIsAValidName() {
    assertThat(provider().type())
        .as("type()")
        .matches("[a-z][a-z0-9_-]{0,63}")
        .isEqualTo(provider().type());
  }

  @Test
  void itIsFoundByItsServiceFile() {
    var type = provider().getClass();
    assertThat(ServiceLoader.load(NotifierProvider.class, type.getClassLoader()))
        .as("what META-INF/services/%s names", NotifierProvider.class.getName())
        .hasAtLeastOneElementOfType(type);
  }

  @Test
  void itsSettingsAreAccepted() {
    var section = section(settings());
    create(section).close();

    assertThat(section.problems()).as("problems noted for good settings").isEmpty();
    assertThat(section.unread()).as("keys that create() did not read").isEmpty();
  }

  @Test
  void theHostsKeysAreLeftToTheHost() {
    var section = section(settings());
    create(section).close();

    assertThat(section.hostKeysRead())
        .as("keys that create() read, but that are the host's in a notifier's section")
        .isEmpty();
  }

  @Test
  void badSettingsAreNotedAndNotThrown() {
    var settings = settings();
    for (var bad : BadSettings.of(settings)) {
      var section = section(bad.values());
      try (var notifier = create(section)) {
        if (section.problems().isEmpty()) {
          assertThat(notifier.destinations())
              .as("destinations although no problem was noted, where %s", bad.what())
              .isNotEmpty()
              .extracting(Destination::name)
              .doesNotHaveDuplicates();
        }
      } catch (RuntimeException thrown) {
        if (section.problems().isEmpty()) {
          throw new AssertionError(
              "create() threw instead of noting a problem, where " + bad.what(), thrown);
        }
      }
      assertThat(section.problems()).allSatisfy(this::showsNoSecret);
    }
  }

  @Test
  void creatingItSendsNothingAndStartsNoThread() {
    var settings = settings();
    var received = received();
    var census = ThreadCensus.take(this::isForeign);
    try (var notifier = create(section(settings))) {
      assertThat(notifier).as("what create() made").isNotNull();
      assertThat(census.newcomers()).as("threads that create() started").isEmpty();
      assertThat(received()).as("messages that create() sent").isEqualTo(received);
    }
  }

  @Test
  void secretsAreReadAsSecrets() {
    var section = section(settings());
    create(section).close();

    assertThat(section.secrets())
        .as("values read with settings.secret(); only these are masked")
        .containsAll(secrets);
  }

  @Test
  void secretsAreNeverShown() throws Exception {
    try (var log = LogRecorder.start()) {
      var provider = tested();
      try (var notifier = create(provider, section(settings()))) {
        for (var attempt : tries(notifier)) {
          showsNoSecret(attempt.words());
        }
        showsNoSecret(provider.toString());
        showsNoSecret(notifier.toString());
        showsNoSecret(notifier.destinations().toString());
      }
      assertThat(log.lines()).allSatisfy(this::showsNoSecret);
    }
  }

  /** Attempts of every kind that the receiver can be brought to answer. */
  List<Attempt> tries(Notifier notifier) throws Exception {
    return List.of(attempt(notifier, ExampleEvents.failed()));
  }

  final void showsNoSecret(String text) {
    for (var secret : secrets) {
      assertThat(text).as("something that people may read").doesNotContain(secret);
    }
  }

  @Test
  void itsDestinationsStayTheSame() {
    var settings = settings();
    try (var notifier = create(section(settings));
        var other = create(section(settings))) {
      var destinations = List.copyOf(notifier.destinations());

      assertThat(destinations)
          .as("destinations()")
          .isNotEmpty()
          .extracting(Destination::name)
          .doesNotHaveDuplicates();
      assertThat(notifier.destinations()).as("destinations() once more").isEqualTo(destinations);
      assertThat(other.destinations())
          .as("destinations() of another notifier with the same settings")
          .isEqualTo(destinations);
    }
  }

  @Test
  void everyEventIsDelivered() throws Exception {
    try (var notifier = create(section(settings()))) {
      assertThat(ExampleEvents.all())
          .as("events that it wants: at least one")
          .anyMatch(notification -> notifier.wants(notification.event()));
      for (var notification : ExampleEvents.all()) {
        if (notifier.wants(notification.event()) || isTest(notification)) {
          deliver(notifier, notification);
        }
      }
    }
  }

  private static boolean isTest(Notification notification) {
    return notification.event().equals(Notification.TEST);
  }

  @Test
  void aSupersededReportIsDeliveredOrSkipped() throws Exception {
    try (var notifier = create(section(settings()))) {
      var report = ExampleEvents.failed();
      var late = again(report).superseded(true).build();
      attempt(notifier, late).deliveredOrSkipped();
    }
  }

  @Test
  void everyDestinationIsReached() throws Exception {
    try (var notifier = create(section(settings()))) {
      for (var destination : notifier.destinations()) {
        Attempt.start(notifier, ExampleEvents.failed(), destination)
            .ended(longestAttempt())
            .delivered();
      }
    }
  }

  @Test
  void labelsOfAnyKindAreDelivered() throws Exception {
    try (var notifier = create(section(settings()))) {
      for (var label : HostileTexts.ALL) {
        for (var notification : ExampleEvents.labelled(label)) {
          deliver(notifier, notification);
        }
      }
    }
  }

  @Test
  void aReportThatIsTriedAgainIsDeliveredWithTheSameKey() throws Exception {
    try (var notifier = create(section(settings()))) {
      var first = ExampleEvents.failed();
      var again = again(first).attempt(2).build();
      deliver(notifier, first);
      deliver(notifier, again);
      deliver(notifier, ExampleEvents.failed());

      idempotencyKeys().ifPresent(NotifierContract::checkKeys);
    }
  }

  /** The same event of a backup once more. */
  private static Notification.Builder again(Notification event) {
    return Notification.builder(
            event.reportId(), event.deliveryId(), event.event(), event.createdAt())
        .backup(event.backup());
  }

  /** Of a report, of the same tried again, and of another one. */
  private static void checkKeys(List<String> keys) {
    assertThat(keys).as("idempotencyKeys()").hasSize(3);
    assertThat(keys.get(1)).as("key when tried again").isEqualTo(keys.getFirst());
    assertThat(keys.get(2)).as("another report's").isNotEqualTo(keys.getFirst());
  }

  @Test
  void severalThreadsMaySendAtOnce() throws Exception {
    try (var notifier = create(section(settings()))) {
      var before = received();
      var attempts = new ArrayList<Attempt>();
      for (var i = 0; i < 32; i++) {
        var destinations = notifier.destinations();
        var destination = destinations.get(i % destinations.size());
        attempts.add(Attempt.start(notifier, ExampleEvents.failed(), destination));
      }
      for (var attempt : attempts) {
        attempt.ended(longestAttempt()).delivered();
      }
      if (before.isPresent()) {
        assertThat(received().orElse(0) - before.getAsInt())
            .as("messages received of 32 sent at once")
            .isGreaterThanOrEqualTo(32);
      }
    }
  }

  @Test
  void anInterruptEndsAnAttempt() throws Exception {
    try (var notifier = create(section(settings()))) {
      if (!stopAnswering()) {
        leaveOut("anInterruptEndsAnAttempt", "This channel's test cannot make its receiver hang.");
      }
      var attempt =
          Attempt.start(notifier, ExampleEvents.failed(), notifier.destinations().getFirst())
              .stillRunning(Duration.ofMillis(300))
              .interrupt()
              .ended(Duration.ofSeconds(5));

      assertThat(attempt.failure())
          .as("what an interrupted send threw")
          .isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void noThreadIsLeftOnceItIsClosed() throws Exception {
    var settings = settings();
    var census = ThreadCensus.take(this::isForeign);
    try (var notifier = create(section(settings))) {
      var attempts = tries(notifier);
      assertThat(attempts).isNotEmpty();
    }
    var left = census.newcomersAfter(SOON);
    assertThat(left).as("threads alive %s after close", SOON).isEmpty();
  }

  /** Ends a test that cannot be made with this channel, and says so where the tests run. */
  private static void leaveOut(String test, String reason) {
    LOG.log(System.Logger.Level.WARNING, "{0} is left out. {1}", test, reason);
    abort(reason);
  }

  /** Creates a notifier as the host does, with the plugin's class loader as the context's. */
  final Notifier create(MapSettings section) {
    return create(tested(), section);
  }

  static Notifier create(NotifierProvider provider, MapSettings section) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(provider.getClass().getClassLoader());
    try {
      return provider.create(section, new FixedContext("channel"));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  static MapSettings section(Map<String, ?> settings) {
    return MapSettings.of("channel", settings);
  }

  /** One attempt at the first destination, ended. */
  final Attempt attempt(Notifier notifier, Notification notification) throws InterruptedException {
    var destination = notifier.destinations().getFirst();
    return Attempt.start(notifier, notification, destination)
        .ended(longestAttempt().plusSeconds(5));
  }

  private void deliver(Notifier notifier, Notification notification) throws InterruptedException {
    var before = received();
    var attempt = attempt(notifier, notification);
    if (!isHeard(notification)) {
      attempt.deliveredOrSkipped();
      return;
    }
    attempt.delivered();
    if (before.isPresent()) {
      assertThat(received().orElse(0))
          .as("messages received after %s", notification.event())
          .isGreaterThan(before.getAsInt());
    }
  }
}

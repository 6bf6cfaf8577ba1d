package io.backupman.notifier.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NotificationExceptionTest {
  private final IOException cause = new IOException("reset");

  @Test
  void takesItsCodeAndItsCauseInEitherOrder() {
    var codeFirst = NotificationException.retryable("down").withStatusCode(503).causedBy(cause);
    var causeFirst = NotificationException.retryable("down").causedBy(cause).withStatusCode(503);

    for (var e : new NotificationException[] {codeFirst, causeFirst}) {
      assertThat(e).hasMessage("down").hasCause(cause);
      assertThat(e.statusCode()).hasValue(503);
      assertThat(e.outcome()).isEqualTo(NotificationException.Outcome.RETRYABLE);
    }
  }

  @Test
  void keepsTheWaitThatWasAskedFor() {
    var e =
        NotificationException.retryable("busy", Duration.ofMinutes(3))
            .withStatusCode(429)
            .causedBy(cause);

    assertThat(e.retryAfter()).contains(Duration.ofMinutes(3));
  }

  @Test
  void mayHaveNeitherACodeNorACause() {
    var e = NotificationException.uncertain("lost");

    assertThat(e.statusCode()).isEmpty();
    assertThat(e.retryAfter()).isEmpty();
    assertThat(e).hasNoCause();
  }
}

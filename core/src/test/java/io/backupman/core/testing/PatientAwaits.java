package io.backupman.core.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has every test wait for a minute, rather than Awaitility's ten seconds, before it says that what
 * it waits for does not come: the machine may have more to do. It looks more often than ten times a
 * second, since most comes within a few milliseconds. Found by its service file.
 */
public final class PatientAwaits implements BeforeAllCallback {

  /** For {@link java.util.ServiceLoader}. */
  public PatientAwaits() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    Awaitility.setDefaultPollDelay(Duration.ZERO);
  }
}

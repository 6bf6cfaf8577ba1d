package io.backupman.notifier.testkit;

import io.backupman.notifier.spi.NotifierProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The kit as a channel's author uses it; run by {@link FlawTest} with a flaw of its choice. */
@ExtendWith(HookContract.Given.class)
class HookContract extends HttpNotifierContract {
  static final String FLAW = "flaw";

  private final Flaw flaw;

  HookContract(Flaw flaw) {
    this.flaw = flaw;
  }

  @Override
  protected NotifierProvider provider() {
    return new HookProvider(flaw);
  }

  @Override
  protected Map<String, ?> settings(URI address) {
    return Map.of(
        "token", secret("hook-token-7f3a"),
        "colour", "red",
        "rooms",
            List.of(
                Map.of("name", "One", "url", address + "/one"),
                Map.of("name", "Two", "url", address + "/two", "statuses", "failed")));
  }

  @Override
  protected Optional<List<String>> idempotencyKeys() {
    return Optional.of(
        receiver().requests().stream().flatMap(r -> r.header("Idempotency-Key").stream()).toList());
  }

  @Override
  protected Duration longestAttempt() {
    return Duration.ofSeconds(2);
  }

  /** Hands the flaw over. */
  static final class Given implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Flaw.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return Flaw.valueOf(context.getConfigurationParameter(FLAW).orElseThrow());
    }
  }
}

package io.backupman.core.drive.google.auth;

import io.backupman.notifier.spi.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Google has given out.
 *
 * @param access goes with every request, for about an hour
 * @param refresh gets another one; missing if Google gave none
 * @param expiry when {@code access} ends; {@link Instant#MAX} if that is not known
 */
public record Token(Secret access, Optional<Secret> refresh, Instant expiry) {
  /** A request that begins now must not end after its access. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** Whether it can be used at a time. */
  boolean isFresh(Instant now) {
    return !access.value().isEmpty() && now.isBefore(expiry.minus(MARGIN));
  }

  /** The same with the refresh token of another, if it has none itself. */
  Token orRefreshOf(Token other) {
    return refresh.isPresent() ? this : new Token(access, other.refresh, expiry);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Token token
        && access.value().equals(token.access.value())
        && refresh.map(Secret::value).equals(token.refresh.map(Secret::value))
        && expiry.equals(token.expiry);
  }

  @Override
  public int hashCode() {
    return Objects.hash(access.value(), refresh.map(Secret::value), expiry);
  }
}

package io.backupman.core.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The record that somebody did something.
 *
 * @param id a UUID of version 7
 * @param at when it began
 * @param actor who did it; 200 characters at most
 * @param address where the request came from; {@code null} on the command line
 * @param action the word of an {@link AuditAction}, or one that only a newer version knows
 * @param subject what it was done to; {@code null} for all, or where there is no choice; 1000
 *     characters at most
 * @param status the HTTP status of the answer; {@code null} while there is none, where it broke
 *     off, and on the command line
 */
public record AuditEntry(
    UUID id,
    Instant at,
    String actor,
    @Nullable String address,
    String action,
    @Nullable String subject,
    @Nullable Integer status) {
  private static final int LONGEST_ACTOR = 200;
  private static final int LONGEST_SUBJECT = 1000;

  /** Cuts what is too long. */
  public AuditEntry {
    actor = cut(actor, LONGEST_ACTOR);
    subject = subject == null ? null : cut(subject, LONGEST_SUBJECT);
  }

  /** The record of something that begins now. */
  static AuditEntry of(Instant now, Actor actor, AuditAction action, @Nullable String subject) {
    var id = UuidCreator.getTimeOrderedEpoch(now);
    return new AuditEntry(id, now, actor.name(), actor.address(), action.word(), subject, null);
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    var end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}

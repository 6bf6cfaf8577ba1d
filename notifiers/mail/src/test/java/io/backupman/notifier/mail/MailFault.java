package io.backupman.notifier.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.testing.Observed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A server that misbehaves, and what must come of it.
 *
 * @param name what it does
 * @param outcome what must come of it
 * @param crypto the word in {@code smtp_crypto}; in {@code ssl} and {@code tls}, nothing may be
 *     sent in the clear
 * @param limits how long things may take
 * @param server prepares the server
 * @param settings changes the section
 */
record MailFault(
    String name,
    String outcome,
    String crypto,
    Limits limits,
    Consumer<SmtpServer> server,
    Consumer<Map<String, Object>> settings) {
  private static final Limits PATIENT = limits(20, 40);
  private static final Limits AGAINST_SILENCE = limits(5, 40);
  private static final Limits AGAINST_DRIPS = limits(20, 6);

  /** In plain, with long limits. */
  MailFault(String name, String outcome, Consumer<SmtpServer> server) {
    this(name, outcome, "none", PATIENT, server, values -> {});
  }

  private static Limits limits(int read, int attempt) {
    return new Limits(
        Duration.ofSeconds(20),
        Duration.ofSeconds(read),
        Duration.ofSeconds(20),
        Duration.ofSeconds(attempt));
  }

  MailFault under(String word) {
    return new MailFault(name, outcome, word, limits, server, settings);
  }

  /** The server is silent: each read has a short limit. */
  MailFault silent() {
    return new MailFault(name, outcome, crypto, AGAINST_SILENCE, server, settings);
  }

  /** The server drips: the whole conversation has a short limit. */
  MailFault dripping() {
    return new MailFault(name, outcome, crypto, AGAINST_DRIPS, server, settings);
  }

  MailFault with(Consumer<Map<String, Object>> changes) {
    return new MailFault(name, outcome, crypto, limits, server, changes);
  }

  boolean isSlow() {
    return !limits.equals(PATIENT);
  }

  /** Lets it happen to one message. */
  Observed observe() {
    try (var smtp = new SmtpServer().offering("AUTH PLAIN LOGIN")) {
      server.accept(smtp);
      var values = MailTests.signedIn(smtp, crypto);
      settings.accept(values);
      try (var notifier = MailTests.notifier(values, limits)) {
        var observed = Observed.of(() -> MailTests.send(notifier, Samples.finished()));
        assertThat(observed.outcome()).as(observed.toString()).matches(outcome);
        if (!crypto.equals("none")) {
          assertThat(smtp.wires()).allSatisfy(Wire::assertNothingInTheClear);
        }
        return observed;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

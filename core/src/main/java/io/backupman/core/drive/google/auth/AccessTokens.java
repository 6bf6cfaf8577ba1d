package io.backupman.core.drive.google.auth;

import com.google.api.client.http.HttpTransport;
import io.backupman.core.mask.Masker;
import io.backupman.notifier.spi.Secret;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Access to Google that stays fresh. Several processes may share the token file: it is read anew
 * each time, and replaced as one when a fresh token has come. Where it cannot be written, the fresh
 * token is kept in memory. Safe for use by several threads.
 */
public final class AccessTokens {
  private static final System.Logger LOG = System.getLogger(AccessTokens.class.getName());

  private final Path clientSecretFile;
  private final TokenFile file;
  private final HttpTransport transport;
  private final Clock clock;
  private final Consumer<String> secrets;
  // Not a monitor, which in older platforms would hold the carrier of a virtual thread that waits.
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Held unwritten;
  private volatile Masker masker = Masker.NONE;

  /**
   * Nothing is read yet.
   *
   * @param transport sends requests
   * @param secrets is told of every secret
   */
  public AccessTokens(
      Path clientSecretFile,
      Path tokenFile,
      HttpTransport transport,
      Clock clock,
      Consumer<String> secrets) {
    this.clientSecretFile = clientSecretFile;
    this.file = new TokenFile(tokenFile);
    this.transport = transport;
    this.clock = clock;
    this.secrets = secrets;
  }

  /**
   * A token that can be used now.
   *
   * @throws SignInException with a sentence if there is none to be had
   * @throws InterruptedIOException if the thread was interrupted
   */
  Secret now() throws InterruptedIOException {
    return locked(
        () -> {
          var held = current();
          var token = held.token();
          return token.isFresh(clock.instant()) ? token.access() : refreshed(held).access();
        });
  }

  /** Another token than one that Google did not take. */
  Secret insteadOf(String refused) throws InterruptedIOException {
    return locked(
        () -> {
          var held = current();
          var token = held.token();
          return token.isFresh(clock.instant()) && !token.access().value().equals(refused)
              ? token.access()
              : refreshed(held).access();
        });
  }

  /** A text without the secrets that are in use. */
  public String mask(String text) {
    return masker.mask(text);
  }

  private Secret locked(Supplier<Secret> work) throws InterruptedIOException {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What is in use.
   *
   * @param written what the file had when it was read
   * @param token the same, or what replaced it in memory
   */
  private record Held(Token written, Token token) {
    boolean isUnchanged(Token file) {
      return file.equals(written);
    }
  }

  private Held current() {
    var written = file.read();
    var known = unwritten;
    var held = known != null && known.isUnchanged(written) ? known : new Held(written, written);
    hide(held.token());
    return held;
  }

  private Token refreshed(Held held) {
    var client = ClientSecret.read(clientSecretFile);
    secrets.accept(client.secret().value());
    var service = new TokenService(client, transport, clock);
    try {
      return keep(service.refreshed(held.token()), held);
    } catch (SignInException e) {
      var written = file.read();
      if (e.isPassing() || held.isUnchanged(written)) {
        throw e;
      }
      // Somebody has signed in anew meanwhile.
      return written.isFresh(clock.instant())
          ? written
          : keep(service.refreshed(written), new Held(written, written));
    }
  }

  private Token keep(Token fresh, Held held) {
    hide(fresh);
    if (!held.isUnchanged(file.read())) {
      return fresh; // Another process was first, or somebody has signed in anew.
    }
    try {
      file.write(fresh);
      unwritten = null;
    } catch (SignInException e) {
      unwritten = new Held(held.written(), fresh);
      LOG.log(
          System.Logger.Level.WARNING,
          "A fresh token for Google Drive is kept in memory only. {0}",
          e.getMessage());
    }
    return fresh;
  }

  private void hide(Token token) {
    var all =
        Stream.concat(Stream.of(token.access()), token.refresh().stream())
            .map(Secret::value)
            .filter(value -> !value.isEmpty())
            .toList();
    masker = Masker.of(all);
    all.forEach(secrets);
  }

  /** Says where, not what. */
  @Override
  public String toString() {
    return "AccessTokens[" + List.of(clientSecretFile, file) + "]";
  }
}

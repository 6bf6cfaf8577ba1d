package io.backupman.notifier.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Makes the channel that the kit is tried on. Public for {@link java.util.ServiceLoader}. */
public final class HookProvider implements NotifierProvider {
  private final Flaw flaw;

  /** Without a flaw. */
  public HookProvider() {
    this(Flaw.NONE);
  }

  HookProvider(Flaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public String type() {
    return flaw == Flaw.TYPE_IN_CAPITALS ? "Hook" : "hook";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    var token = token(settings);
    var colour = flaw == Flaw.KEY_NOT_READ ? "" : settings.find("colour").orElse("");
    switch (flaw) {
      case READS_A_KEY_OF_THE_HOST -> settings.texts("fallback");
      case READS_A_RESERVED_KEY -> settings.find("report_colour");
      default -> {}
    }
    var rooms = new LinkedHashMap<Destination, URI>();
    for (var section : settings.list("rooms")) {
      var destination = section.destination();
      section.require("url");
      section.uri("url").ifPresent(url -> rooms.put(destination, url));
    }
    if (rooms.isEmpty()) {
      settings.reject("rooms", "names no room that could be used.");
    }
    misbehave(rooms);
    return new HookNotifier(flaw, rooms, token, colour);
  }

  private Optional<Secret> token(NotifierSettings settings) {
    var token =
        flaw == Flaw.SECRET_READ_AS_TEXT
            ? settings.find("token").map(Secret::of)
            : settings.secret("token");
    if (flaw == Flaw.THROWS_WHERE_A_KEY_IS_MISSING) {
      return Optional.of(token.orElseThrow());
    }
    if (flaw == Flaw.REPEATS_A_BAD_SECRET) {
      settings.reject("token", "is " + token.map(Secret::value).orElse("missing"));
    }
    if (token.isPresent() && !token.get().value().matches("[!-~]+")) {
      settings.reject("token", "can only hold printable characters.");
      return Optional.empty();
    }
    return token;
  }

  private void misbehave(Map<Destination, URI> rooms) {
    switch (flaw) {
      case STARTS_A_THREAD_IN_CREATE -> startThread();
      case SENDS_IN_CREATE, CONNECTS_IN_CREATE -> rooms.values().forEach(this::connect);
      default -> {}
    }
  }

  private static void startThread() {
    Thread.ofPlatform().daemon().name("hook-worker").start(LockSupport::park);
  }

  private void connect(URI url) {
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      if (flaw == Flaw.SENDS_IN_CREATE) {
        socket.getOutputStream().write("GET /hello HTTP/1.1\r\n\r\n".getBytes(UTF_8));
        socket.getInputStream().read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
